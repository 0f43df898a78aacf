import type { Axis } from '../input/tables.js';
import { CROSSOVERS, crossingOf } from '../layers/crossovers.js';
import type { LayerTable } from '../layers/layer-table.js';
import { batchesOf, timeId } from '../layers/measures.js';
import { ratiosAlong } from '../layers/ratios.js';
import { fixedText, type NamedAxis, sizesAlong, variedAxes } from '../layers/sizes.js';
import { capitalised, listed, mechanismLabel, significant } from '../text/format.js';
import { typeset } from '../text/typeset.js';
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
  const { axis, label, symbol } = named;
  const { base } = table.input;
  const { contextLength, modelWidth } = base;
  const byLength = axis === 'contextLength';
  const crossings = CROSSOVERS.map(({ factor }) => (byLength ? factor * modelWidth : contextLength / factor));
  const isNear = ({ position }: PanelPoint) =>
    byLength
      ? position <= BEYOND_CROSSOVER * Math.min(...crossings)
      : position >= Math.max(...crossings) / BEYOND_CROSSOVER;
  const panels = CROSSOVERS.map(({ column, title, symbol: factor }, at): Panel => {
    const position = crossings[at] as number;
    const equation = byLength ? `ℓ = ${factor} · d_m` : `d_m = ℓ / ${factor}`;
    return {
      title,
      points: ratioPoints(table, axis, column).filter(isNear),
      marker: { position, text: `Super equals Standard at ${unbroken(`${equation} ${equals(position)}`)}` },
    };
  });
  const [parameters, , flops] = crossings.map((position) => unbroken(`${symbol} ${equals(position)}`));
  const side = byLength ? 'below' : 'above';
  return panelsFigure(table, named, {
    name: named.file,
    what: listed(panels.map(({ title }) => title.toLowerCase())),
    finding: table.input.mechanisms.includes('super')
      ? `Super has fewer parameters than Standard ${side} ${parameters}, and fewer FLOPs ${side} ${flops}`
      : undefined,
    caption: `Parameters, multiply-adds and FLOPs of one attention layer relative to Standard’s, by ${label} (${fixedText(base, axis)}), counted. Dashed: where Super’s count equals Standard’s, derived. Sizes far beyond it are in the table.`,
    reading: 'Counted, relative to Standard; all scales are logarithmic.',
    y: { title: 'Ratio to Standard', scale: 'log', unit: '' },
    panels,
  });
}

/** A text that stays on one line. */
function unbroken(text: string): string {
  return text.replaceAll(' ', '\u00a0');
}

/** `= 128`, `≈ 90.5` */
function equals(position: number): string {
  return Number.isInteger(position) ? `= ${position}` : `≈ ${position.toFixed(1)}`;
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
    finding: latencyFinding(panels, named),
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
          text: `Super is as slow as Standard near ${unbroken(`${symbol} = ${Math.round(crossing.near)}`)}`,
        },
      }),
    };
  });
  const hasBars = panels.some(({ points }) => points.some(({ interval }) => interval !== undefined));
  const reading = `Below 1: faster than Standard.${hasBars ? ' Bars: 95 % intervals over repetitions.' : ''}`;
  const crosses = panels.some(({ marker }) => marker !== undefined);
  return panelsFigure(table, named, {
    name: `ratio-${named.file}`,
    what: 'latency relative to Standard’s',
    finding: ratioFinding(table, named),
    caption: `Latency relative to Standard’s by ${label} (${fixedText(table.input.base, axis)}): geometric mean over repetitions. ${reading}${crosses ? ' Dashed: where Super’s curve crosses Standard’s.' : ''}`,
    reading,
    y: { title: 'Ratio to Standard', scale: 'log', unit: ' × Standard' },
    panels,
  });
}

interface PanelsOfLayers extends Pick<UntitledFigure, 'name' | 'caption' | 'finding'> {
  /** What is drawn over the axis, within a sentence. */
  readonly what: string;
  /** How to read the figure. */
  readonly reading: string;
  readonly y: { readonly title: string; readonly scale: 'linear' | 'log'; readonly unit: string };
  readonly panels: readonly Panel[];
}

/** A figure of panels over one axis, which has the same ends in all; those without points are left out. */
function panelsFigure({ input }: LayerTable, named: NamedAxis, drawn: PanelsOfLayers): UntitledFigure {
  const { name, caption, what, finding, reading, y } = drawn;
  const panels = drawn.panels.filter(({ points }) => points.length > 0);
  const of = fixedText(input.base, named.axis);
  const positions = panels.flatMap(({ points }) => points.map(({ position }) => position));
  const style = {
    scales: mechanismScales(input.mechanisms),
    domain: [Math.min(...positions), Math.max(...positions)] as const,
    x: typeset(capitalised(named.label)),
    y,
  };
  return {
    name,
    caption: typeset(caption),
    alternative: panels.map((panel) => described(panel, named, y.unit)).join(' '),
    what: typeset(`${capitalised(what)} by ${named.label}`),
    finding: finding && typeset(finding),
    of,
    subtitle: [`Preset ${input.preset.name} · one attention layer, ${of}`, reading].map(typeset),
    records: [...input.records.keys()],
    spec: {
      spacing: 22,
      vconcat: panels.map(({ marker, ...panel }) =>
        panelSpec({ ...panel, ...(marker && { marker: { ...marker, text: typeset(marker.text) } }) }, style),
      ),
    },
  };
}

/** What Super and Standard take where the axis and the batch are largest. */
function latencyFinding(panels: readonly Panel[], { symbol }: NamedAxis): string | undefined {
  const last = panels.at(-1);
  const position = Math.max(...(last?.points ?? []).map((point) => point.position));
  const [own, standard] = ['super', 'standard'].map(
    (name) => last?.points.find((point) => point.mechanism === name && point.position === position)?.value,
  );
  if (!last || own === undefined || standard === undefined) return undefined;
  return `At ${symbol} = ${position}, ${last.title.toLowerCase()}, Super takes ${significant(own)} ms and Standard ${significant(standard)} ms`;
}

/** At how many sizes Super is shown to be faster than Standard, and slower: a clause for each batch size. */
function ratioFinding({ findings }: LayerTable, { symbol }: NamedAxis): string | undefined {
  const clauses = findings
    .filter(
      ({ mechanism, measure }) => mechanism === 'super' && measure.startsWith(`latency along ${symbol},`),
    )
    .map(({ numbers: { batch, faster, slower, sizes } }) => {
      const also = slower === 0 ? '' : `, slower at ${slower}`;
      return `faster at ${faster} of ${sizes} sizes${also} (batch ${batch})`;
    });
  return clauses.length > 0 ? `Super beside Standard: ${clauses.join('; ')}` : undefined;
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
