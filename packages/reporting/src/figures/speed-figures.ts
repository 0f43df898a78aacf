import { PHASES, type Phase } from '@better-attention/records';
import { CONTROL, type Contest, nameOf } from '../speed/contests.js';
import type { SpeedTable } from '../speed/speed-table.js';
import { contestText, modelText } from '../speed/speed-text.js';
import { capitalised, counted, mechanismLabel } from '../text/format.js';
import { mechanismScales, type UntitledFigure } from './figure.js';
import { paddedExtent } from './layout.js';
import * as marks from './marks.js';
import { MUTED } from './theme.js';

const WIDTH = 330;
/** Pixels of a mechanism's line. */
const LINE = 11;

/** A figure for each phase: the ratios of every model's step times with their intervals, Standard itself beside them. */
export function speedFigures(table: SpeedTable): UntitledFigure[] {
  return PHASES.flatMap((phase) => {
    const contests = table.contests.filter((one) => one.phase === phase);
    return contests.length === 0 ? [] : [ratiosFigure(table, phase, contests)];
  });
}

function ratiosFigure({ input }: SpeedTable, phase: Phase, contests: readonly Contest[]): UntitledFigure {
  const shown = [...input.mechanisms.filter((name) => name !== 'standard'), CONTROL];
  const extent = paddedExtent([
    1,
    ...contests.flatMap(({ times }) =>
      times.flatMap(({ ratio }) => (ratio ? [ratio.ratio, ...(ratio.interval ?? [])] : [])),
    ),
  ]);
  const reading = 'Left of 1: faster than Standard. Bars: 95 % intervals over processes.';
  return {
    name: phase,
    caption: `Time of ${phase} relative to Standard’s in the same rounds: geometric mean over processes. ${reading} “Standard again” is the control, which should be 1.`,
    alternative: contests.map((one) => `${modelText(one.model)}, ${contestText(one)}.`).join(' '),
    what: `Time of ${phase} relative to Standard’s`,
    of: phase,
    subtitle: [`Preset ${input.preset.name} · ${phase}, whole models`, reading],
    records: contests.flatMap(({ files }) => files),
    spec: {
      spacing: 24,
      vconcat: input.threads.map((threads) =>
        panelOf(
          contests.filter((one) => one.threads === threads),
          { title: counted(threads, 'thread'), shown, extent },
        ),
      ),
    },
  };
}

interface PanelSetting {
  readonly title: string;
  /** The mechanisms of its lines, in their order. */
  readonly shown: readonly string[];
  readonly extent: readonly [number, number];
}

function panelOf(contests: readonly Contest[], { title, shown, extent }: PanelSetting) {
  const models = contests.map(({ model }) => nameOf(model));
  const values = contests.flatMap(({ model, times, disturbed }) =>
    times.flatMap(({ mechanism, ratio }) => {
      if (!ratio) return [];
      const [low, high] = ratio.interval ?? [ratio.ratio, ratio.ratio];
      const point = { model: nameOf(model), mechanism, value: ratio.ratio, low, high, disturbed };
      return [marks.named(point)];
    }),
  );
  const { colour, shape } = mechanismScales(shown);
  const y = marks.names('model', models, { ticks: false, domain: false, labelPadding: 8 });
  const yOffset = {
    field: 'mechanism',
    type: 'nominal' as const,
    scale: { domain: shown.map(mechanismLabel) },
  };
  const x = marks.quantity(
    'value',
    { type: 'log' as const, domain: [...extent], nice: false },
    { title: capitalised('time relative to Standard’s'), format: '.2~f', tickCount: 6 },
  );
  const legend = { title: null, orient: 'top' as const, symbolOpacity: 1 };
  const color = { field: 'mechanism', type: 'nominal' as const, scale: colour, legend };
  const tooltip = [
    { field: 'model', type: 'nominal' as const },
    { field: 'mechanism', type: 'nominal' as const },
    marks.shown('value', 'ratio', '.3f'),
    marks.shown('low', 'interval from', '.3f'),
    marks.shown('high', 'to', '.3f'),
  ];
  return {
    title: { text: title, anchor: 'start' as const, frame: 'group' as const, fontSize: 12, offset: 6 },
    width: WIDTH,
    height: models.length * (shown.length + 1) * LINE,
    data: { values },
    layer: [
      {
        data: { values: [{ value: 1 }] },
        mark: { type: 'rule' as const, color: MUTED, strokeDash: [3, 3] },
        encoding: { x },
      },
      {
        mark: { type: 'rule' as const, strokeWidth: 2 },
        encoding: { y, yOffset, x: { ...x, field: 'low' }, x2: { field: 'high' }, color },
      },
      marks.points(
        {},
        { ...marks.SOLID, size: 36 },
        {
          y,
          yOffset,
          x,
          color,
          shape: { field: 'mechanism', type: 'nominal' as const, scale: shape, legend },
          tooltip,
        },
      ),
    ],
  };
}
