import type { Axis } from '../input/tables.js';
import { CROSSOVERS, crossingOf } from '../layers/crossovers.js';
import type { LayerTable } from '../layers/layer-table.js';
import { batchesOf, timeId } from '../layers/measures.js';
import { ratiosAlong } from '../layers/ratios.js';
import { fixedText, type NamedAxis, sizesAlong, variedAxes } from '../layers/sizes.js';
import { capitalised, listed, mechanismLabel, significant } from '../text/format.js';
import { mechanismScales, type UntitledFigure } from './figure.js';
import { type Panel, type PanelPoint, panelSpec } from './panels.js';

/** A figure of counts ends where the axis is so many times past a crossover: beyond, one curve leaves no room for the others. */
const BEYOND_CROSSOVER = 2.5;

/** The figures of a layer table; none without records. */
export function layerFigures(table: LayerTable): UntitledFigure[] {
  const { input } = table;
  if (input.records.size === 0) return [];
  const varied = variedAxes(input);
  if (input.kind === 'complexity') {
    return varied.filter(({ axis }) => axis !== 'heads').map((named) => countsFigure(table, named));
  }
  const lengths = varied.filter(({ axis }) => axis === 'contextLength');
  return [
    ...lengths.map((named) => latencyFigure(table, named)),
    ...varied.map((named) => latencyRatioFigure(table, named)),
  ];
}

function ratioPoints(table: LayerTable, axis: Axis, column: string): PanelPoint[] {
  return table.input.mechanisms.flatMap((mechanism) =>
    ratiosAlong(table, { axis, column, mechanism }).map(({ position, ratio, interval }) => ({
      position,
      interval,
      mechanism,
      value: ratio,
    })),
  );
}

/** Counts relative to Standard's by length or width, with the crossovers of Super attention marked. */
function countsFigure(table: LayerTable, named: NamedAxis): UntitledFigure {
  const { axis, label } = named;
  const { base } = table.input;
  const { contextLength, modelWidth } = base;
  const panels = CROSSOVERS.map(({ column, title, factor, symbol }): Panel => {
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
      points: ratioPoints(table, axis, column).filter(isNear),
      marker: { position, text: `${equation}${shown}: Super equals Standard` },
    };
  });
  return panelsFigure(table, named, {
    name: named.file,
    what: listed(panels.map(({ title }) => title.toLowerCase())),
    caption: `Parameters, multiply-adds and FLOPs of one attention layer relative to Standard’s, by ${label} (${fixedText(base, axis)}), counted. Dashed: where Super’s count equals Standard’s, derived. Sizes far beyond it are in the table.`,
    reading: 'Counted, relative to Standard. Dashed: where Super’s count equals Standard’s.',
    y: { title: 'Ratio to Standard', scale: 'linear', unit: '' },
    panels,
  });
}

/** Milliseconds of one forward pass by length, a panel for each batch size. */
function latencyFigure(table: LayerTable, named: NamedAxis): UntitledFigure {
  const { input, quantities } = table;
  const { axis, label } = named;
  const panels = batchesOf(input).map(
    (batch): Panel => ({
      title: `Batch ${batch}`,
      points: input.mechanisms.flatMap((mechanism) =>
        sizesAlong(input, axis).flatMap((size) => {
          const quantity = quantities(timeId(batch, 'milliseconds'), mechanism, size);
          if (!quantity) return [];
          return [{ mechanism, position: size[axis], value: quantity.mean, interval: undefined }];
        }),
      ),
    }),
  );
  return panelsFigure(table, named, {
    name: `latency-${named.file}`,
    what: 'latency',
    caption: `Milliseconds of one forward pass of the attention layer by ${label} (${fixedText(input.base, axis)}): the mean over repetitions. Both scales are logarithmic.`,
    reading: 'Mean over repetitions; both scales are logarithmic.',
    y: { title: 'Latency (ms)', scale: 'log', unit: ' ms' },
    panels,
  });
}

/** Latency relative to Standard's by an axis, a panel for each batch size, with the crossing of Super attention marked. */
function latencyRatioFigure(table: LayerTable, named: NamedAxis): UntitledFigure {
  const { axis, label, symbol } = named;
  const panels = batchesOf(table.input).map((batch): Panel => {
    const column = timeId(batch, 'milliseconds');
    const crossing = crossingOf(ratiosAlong(table, { axis, column, mechanism: 'super' }));
    return {
      title: `Batch ${batch}`,
      points: ratioPoints(table, axis, column),
      ...(crossing && {
        marker: {
          position: crossing.near,
          text: `Super as slow as Standard near ${symbol} = ${Math.round(crossing.near)}`,
        },
      }),
    };
  });
  const reading = 'Below 1: faster than Standard. Bars: 95 % intervals over repetitions.';
  return panelsFigure(table, named, {
    name: `ratio-${named.file}`,
    what: 'latency relative to Standard’s',
    caption: `Latency relative to Standard’s by ${label} (${fixedText(table.input.base, axis)}): geometric mean over repetitions. ${reading} Dashed: where Super’s curve crosses Standard’s.`,
    reading,
    y: { title: 'Ratio to Standard', scale: 'log', unit: ' × Standard' },
    panels,
  });
}

interface PanelsOfLayers extends Pick<UntitledFigure, 'name' | 'caption'> {
  /** What is drawn over the axis, within a sentence. */
  readonly what: string;
  /** How to read the figure. */
  readonly reading: string;
  readonly y: { readonly title: string; readonly scale: 'linear' | 'log'; readonly unit: string };
  readonly panels: readonly Panel[];
}

/** A figure of panels over one axis; those without points are left out. */
function panelsFigure({ input }: LayerTable, named: NamedAxis, drawn: PanelsOfLayers): UntitledFigure {
  const { name, caption, what, reading, y, panels } = drawn;
  const of = fixedText(input.base, named.axis);
  const scales = mechanismScales(input.mechanisms);
  return {
    name,
    caption,
    alternative: panels.map((panel) => described(panel, named, y.unit)).join(' '),
    what: `${capitalised(what)} by ${named.label}`,
    of,
    subtitle: [`Preset ${input.preset.name} · one attention layer, ${of}`, reading],
    records: [...input.records.keys()],
    spec: {
      spacing: 28,
      vconcat: panels
        .filter(({ points }) => points.length > 0)
        .map((panel) => panelSpec(panel, { scales, x: capitalised(named.label), y })),
    },
  };
}

/** The ends of a panel's lines in words. */
function described({ title, points }: Panel, { symbol }: NamedAxis, unit: string): string {
  const positions = points.map(({ position }) => position);
  const ends = [Math.min(...positions), Math.max(...positions)].map((position) => {
    const values = points
      .filter((point) => point.position === position)
      .map(({ mechanism, value }) => `${mechanismLabel(mechanism)} ${significant(value)}${unit}`);
    return `at ${symbol} = ${position} ${listed(values)}`;
  });
  return `${title}: ${ends.join('; ')}.`;
}
