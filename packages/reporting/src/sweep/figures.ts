import { type Figure, mechanismScales } from '../figures/figure.js';
import { capitalised, listed, significant } from '../format.js';
import { mechanismLabel } from '../report-table.js';
import { CROSSOVERS, crossingOf } from './crossovers.js';
import { type Panel, type PanelPoint, panelsSpec } from './panels.js';
import { batchesOf, latencyId, meanOf, type Quantities, type Ratio, ratioOf } from './quantities.js';
import { AXES, type Axis, fixedText, type ReportSweep, sizesAlong } from './report-sweep.js';

/** A figure of counts ends where the axis is so many times past a crossover: beyond, one curve leaves no room for the others. */
const BEYOND_CROSSOVER = 2.5;

/** What a sweep's figures are made from. */
export interface FigureInput {
  sweep: ReportSweep;
  quantities: Quantities;
  /** The records' folder as the figure's reader finds it, relative to the report. */
  recordsPath: string;
}

type NamedAxis = (typeof AXES)[number];

/** The figures of a sweep; none without records. */
export function figuresOf(input: FigureInput): Figure[] {
  const { axes, kind, records } = input.sweep;
  if (records.size === 0) return [];
  const varied = AXES.filter(({ axis }) => axes[axis].length > 1);
  const [length, width] = (['contextLength', 'modelWidth'] as const).map((wanted) =>
    varied.filter(({ axis }) => axis === wanted),
  ) as [NamedAxis[], NamedAxis[]];
  if (kind === 'complexity') return [...length, ...width].map((axis) => countsFigure(input, axis));
  return [
    ...length.map((axis) => latencyFigure(input, axis)),
    ...varied.map((axis) => latencyRatioFigure(input, axis)),
  ];
}

/** Ratios of a measure to Standard's along an axis. */
export function ratiosAlong(
  { sweep, quantities }: Pick<FigureInput, 'sweep' | 'quantities'>,
  { axis, measure, mechanism }: { axis: Axis; measure: string; mechanism: string },
): (Ratio & { position: number })[] {
  return sizesAlong(sweep, axis).flatMap((size) => {
    const [own, standard] = [mechanism, 'standard'].map((name) => quantities(measure, name, size));
    return own && standard ? [{ position: size[axis], ...ratioOf(own, standard) }] : [];
  });
}

function ratioPoints(input: FigureInput, axis: Axis, measure: string): PanelPoint[] {
  return input.sweep.mechanisms.flatMap((mechanism) =>
    ratiosAlong(input, { axis, measure, mechanism }).map(({ position, ratio, interval }) => ({
      position,
      interval,
      mechanism,
      value: ratio,
    })),
  );
}

/** Counts relative to Standard's by length or width, with the crossovers of Super attention marked. */
function countsFigure(input: FigureInput, named: NamedAxis): Figure {
  const { axis, label } = named;
  const { sweep } = input;
  const { contextLength, modelWidth } = sweep.base;
  const panels = CROSSOVERS.map(({ measure, title, factor, symbol }): Panel => {
    const byLength = axis === 'contextLength';
    const position = byLength ? factor * modelWidth : contextLength / factor;
    const equation = byLength ? `ℓ = ${symbol} · d_m` : `d_m = ℓ / ${symbol}`;
    const shown = Number.isInteger(position) ? ` = ${position}` : ` ≈ ${position.toFixed(1)}`;
    const isNear = (point: PanelPoint) =>
      byLength
        ? point.position <= BEYOND_CROSSOVER * position
        : point.position >= position / BEYOND_CROSSOVER;
    return {
      title,
      points: ratioPoints(input, axis, measure).filter(isNear),
      markers: [{ position, text: `${equation}${shown}: Super equals Standard` }],
    };
  });
  return {
    name: named.file,
    caption: `Parameters, multiply-adds and FLOPs of one attention layer relative to Standard’s, by ${label} (${fixedText(sweep.base, axis)}), counted. Dashed: where Super’s count equals Standard’s, derived. Sizes far beyond it are in the table.`,
    alternative: panels.map((panel) => described(panel, named)).join(' '),
    spec: panelsSpec({
      ...common(input, named, measuresText(panels)),
      subtitle: [
        subtitle(input, named),
        'Counted, relative to Standard. Dashed: where Super’s count equals Standard’s.',
      ],
      y: { title: 'Ratio to Standard', scale: 'linear' },
      panels: panels.filter(({ points }) => points.length > 0),
    }),
  };
}

/** Milliseconds of one forward pass by length, a panel for each batch size. */
function latencyFigure(input: FigureInput, named: NamedAxis): Figure {
  const { sweep, quantities } = input;
  const panels = batchesOf(sweep).map(
    (batch): Panel => ({
      title: `Batch ${batch}`,
      points: sweep.mechanisms.flatMap((mechanism) =>
        sizesAlong(sweep, named.axis).flatMap((size) => {
          const quantity = quantities(latencyId(batch), mechanism, size);
          if (!quantity) return [];
          const value = meanOf(quantity);
          return [{ mechanism, position: size[named.axis], value, interval: undefined }];
        }),
      ),
      markers: [],
    }),
  );
  return {
    name: `latency-${named.file}`,
    caption: `Milliseconds of one forward pass of the attention layer by ${named.label} (${fixedText(sweep.base, named.axis)}): the mean over repetitions. Both scales are logarithmic.`,
    alternative: panels.map((panel) => described(panel, named, ' ms')).join(' '),
    spec: panelsSpec({
      ...common(input, named, 'latency'),
      subtitle: [subtitle(input, named), 'Mean over repetitions; both scales are logarithmic.'],
      y: { title: 'Latency (ms)', scale: 'log' },
      panels,
    }),
  };
}

/** Latency relative to Standard's by an axis, a panel for each batch size, with the crossing of Super attention marked. */
function latencyRatioFigure(input: FigureInput, named: NamedAxis): Figure {
  const { sweep } = input;
  const { axis } = named;
  const panels = batchesOf(sweep).map((batch): Panel => {
    const measure = latencyId(batch);
    const crossing = crossingOf(ratiosAlong(input, { axis, measure, mechanism: 'super' }));
    return {
      title: `Batch ${batch}`,
      points: ratioPoints(input, axis, measure),
      markers: crossing
        ? [
            {
              position: crossing.near,
              text: `Super as slow as Standard near ${named.symbol} = ${Math.round(crossing.near)}`,
            },
          ]
        : [],
    };
  });
  const bars = 'Below 1: faster than Standard. Bars: 95 % intervals over repetitions.';
  return {
    name: `ratio-${named.file}`,
    caption: `Latency relative to Standard’s by ${named.label} (${fixedText(sweep.base, axis)}): geometric mean over repetitions. ${bars} Dashed: where Super’s curve crosses Standard’s.`,
    alternative: panels.map((panel) => described(panel, named, ' × Standard')).join(' '),
    spec: panelsSpec({
      ...common(input, named, 'latency relative to Standard’s'),
      subtitle: [subtitle(input, named), bars],
      y: { title: 'Ratio to Standard', scale: 'log' },
      panels,
    }),
  };
}

function common({ sweep, recordsPath }: FigureInput, { axis, label }: NamedAxis, what: string) {
  const { name, title, preset, mechanisms, records } = sweep;
  return {
    title,
    description: `${capitalised(what)} by ${label}; ${title}, preset ${preset.name}, ${fixedText(sweep.base, axis)}`,
    usermeta: {
      experiment: name,
      preset: preset.name,
      recordsFolder: recordsPath,
      records: [...records.keys()].sort(),
    },
    x: capitalised(label),
    scales: mechanismScales(mechanisms),
  };
}

function subtitle({ sweep }: FigureInput, { axis }: NamedAxis): string {
  return `Preset ${sweep.preset.name} · one attention layer, ${fixedText(sweep.base, axis)}`;
}

function measuresText(panels: readonly Panel[]): string {
  return listed(panels.map(({ title }) => title.toLowerCase()));
}

/** The ends of a panel's lines in words. */
function described({ title, points }: Panel, { symbol }: NamedAxis, unit = ''): string {
  const positions = points.map(({ position }) => position);
  const ends = [Math.min(...positions), Math.max(...positions)].map((position) => {
    const values = points
      .filter((point) => point.position === position)
      .map(({ mechanism, value }) => `${mechanismLabel(mechanism)} ${significant(value)}${unit}`);
    return `at ${symbol} = ${position} ${listed(values)}`;
  });
  return `${title}: ${ends.join('; ')}.`;
}
