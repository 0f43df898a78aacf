import { PHASES, type Phase } from '@better-attention/records';
import { papersDatasetName } from '../input/dataset-text.js';
import { CONTROL, type Contest } from '../speed/contests.js';
import type { SpeedTable } from '../speed/speed-table.js';
import { contestText, modelText } from '../speed/speed-text.js';
import { counted, listed, mechanismLabel } from '../text/format.js';
import { mechanismScales, type UntitledFigure } from './figure.js';
import { paddedExtent } from './layout.js';
import * as marks from './marks.js';
import { heading } from './multiples.js';
import { CONTENT_WIDTH, MUTED, TEXT_SIZE } from './theme.js';

const NAMES_WIDTH = 150;
const BETWEEN = 22;
const LEAST_WIDTH = 90;
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
  const compared = input.mechanisms.filter((name) => name !== 'standard');
  const shown = [...compared, CONTROL];
  const hasIntervals = contests.some(({ times }) => times.some(({ ratio }) => ratio?.interval !== undefined));
  const reading = [
    'Left of 1: faster than Standard in the same rounds.',
    ...(hasIntervals ? ['Bars: 95 % intervals over processes.'] : []),
    '“Standard again” is the control, which should be 1.',
  ].join(' ');
  const extent = paddedExtent([
    1,
    ...contests.flatMap(({ times }) =>
      times.flatMap(({ ratio }) => (ratio ? [ratio.ratio, ...(ratio.interval ?? [])] : [])),
    ),
  ]);
  const threads = input.threads.filter((count) => contests.some((one) => one.threads === count));
  const models = [...new Set(contests.map(nameOf))];
  const width = Math.max(
    LEAST_WIDTH,
    Math.floor((CONTENT_WIDTH - NAMES_WIDTH - BETWEEN * (threads.length - 1)) / threads.length) - 8,
  );
  return {
    name: phase,
    caption: `Time of ${phase} relative to Standard’s in the same rounds, of whole models at the sizes of a preset: geometric mean over processes. ${reading}`,
    alternative: contests.map((one) => `${modelText(one.model)}, ${contestText(one)}.`).join(' '),
    what: `Time of ${phase} relative to Standard’s`,
    finding: findingOf(phase, compared, contests),
    of: phase,
    subtitle: [
      `Preset ${input.preset.name} · ${phase} of whole models, named by data set and preset of their sizes`,
      reading,
    ],
    records: contests.flatMap(({ files }) => files),
    spec: {
      spacing: BETWEEN,
      bounds: 'flush',
      hconcat: threads.map((count, at) =>
        panelOf(
          contests.filter((one) => one.threads === count),
          { title: counted(count, 'thread'), shown, extent, models, width, isFirst: at === 0 },
        ),
      ),
    },
  };
}

/** `MNIST, paper`: a model's data set and the size that it is named by. */
function nameOf({ model: { table, sizes } }: Contest): string {
  return `${papersDatasetName(table)}, ${sizes.at(-1)}`;
}

/** In how many contests each mechanism is faster with all of its interval. */
function findingOf(
  phase: Phase,
  mechanisms: readonly string[],
  contests: readonly Contest[],
): string | undefined {
  const counts = mechanisms.map((name) => {
    const faster = contests.filter(({ times }) => {
      const [, high = 1] = times.find(({ mechanism }) => mechanism === name)?.ratio?.interval ?? [];
      return high < 1;
    });
    return `${mechanismLabel(name)} in ${faster.length}`;
  });
  if (counts.length === 0) return undefined;
  return `Intervals of ${phase} times lie below Standard’s in so many of ${counted(contests.length, 'contest')}: ${listed(counts)}`;
}

interface PanelSetting {
  readonly title: string;
  /** The mechanisms of its lines, in their order. */
  readonly shown: readonly string[];
  readonly extent: readonly [number, number];
  /** The names of its rows. */
  readonly models: readonly string[];
  readonly width: number;
  readonly isFirst: boolean;
}

function panelOf(contests: readonly Contest[], setting: PanelSetting) {
  const { title, shown, extent, models, width, isFirst } = setting;
  const values = contests.flatMap((contest) =>
    contest.times.flatMap(({ mechanism, ratio }) => {
      if (!ratio) return [];
      const [low, high] = ratio.interval ?? [ratio.ratio, ratio.ratio];
      return [marks.named({ model: nameOf(contest), mechanism, value: ratio.ratio, low, high })];
    }),
  );
  const { colour, shape } = mechanismScales(shown);
  const names = marks.rowNames('model', models, NAMES_WIDTH);
  const y = isFirst ? names : { ...names, axis: null };
  const yOffset = {
    field: 'mechanism',
    type: 'nominal' as const,
    scale: { domain: shown.map(mechanismLabel) },
  };
  const x = marks.quantity(
    'value',
    { type: 'log' as const, domain: [...extent], nice: false },
    { title: '× Standard', format: '.2~f', tickCount: 4 },
  );
  const legend = {
    title: null,
    orient: 'top' as const,
    columns: 2,
    symbolOpacity: 1,
    labelFontSize: TEXT_SIZE,
    offset: 26,
  };
  const color = { field: 'mechanism', type: 'nominal' as const, scale: colour, legend };
  const tooltip = [
    { field: 'model', type: 'nominal' as const },
    { field: 'mechanism', type: 'nominal' as const },
    marks.shown('value', 'ratio', '.3f'),
    marks.shown('low', 'interval from', '.3f'),
    marks.shown('high', 'to', '.3f'),
  ];
  return {
    width,
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
      heading(title, 0, { fontWeight: 600 as const }),
    ],
  };
}
