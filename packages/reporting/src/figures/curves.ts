import { counted } from '../format.js';
import { type MetricColumn, mechanismLabel, type ReportTable } from '../report-table.js';
import { mean } from '../statistics/describe.js';
import {
  type Figure,
  type FigureInput,
  headsOf,
  mechanismScales,
  mechanismsOf,
  subtitleOf,
  usermeta,
} from './figure.js';
import { paddedExtent, spread } from './layout.js';
import { CONFIG } from './theme.js';

const WIDTH = 300;
const HEIGHT = 200;
const LABEL_HEIGHT = 15;
const MOST_MARKED_EPOCHS = 20;

interface Point {
  mechanism: string;
  heads: number;
  epoch: number;
  value: number;
}

/**
 * Validation by epoch: a thin line for every seed, a strong one for their mean, named at its end. None without
 * values.
 */
export function curvesFigure(input: FigureInput): Figure | undefined {
  const { table, built } = input;
  const metric = validationMetric(table);
  if (!metric) return undefined;
  const seeds = seedPoints(table, metric);
  if (seeds.length === 0) return undefined;
  const means = meanPoints(seeds);
  const mechanisms = mechanismsOf(built);
  const heads = headsOf(built).filter((count) => means.some((point) => point.heads === count));
  const drawn = seeds.map(({ value }) => value);
  const [low, high] = paddedExtent(drawn);
  const lastEpoch = Math.max(...seeds.map(({ epoch }) => epoch));
  const ends = heads.flatMap((count) => endLabels(means, count, [low, high]));
  const values = [
    ...seeds.map((point) => ({ ...named(point), kind: 'seed', seed: point.seed })),
    ...means.map((point) => ({ ...named(point), kind: 'mean' })),
    ...ends.map((point) => ({ ...named(point), kind: 'end' })),
  ];
  const scales = mechanismScales(mechanisms);
  const only = (kind: string) => [{ filter: { field: 'kind', equal: kind } }];
  const color = { field: 'mechanism', type: 'nominal' as const, scale: scales.colour, legend: null };
  const x = {
    field: 'epoch',
    type: 'quantitative' as const,
    scale: { domain: [1, Math.max(2, lastEpoch)], nice: false },
    axis: { title: 'Epoch', format: 'd', tickMinStep: 1, grid: false },
  };
  const y = {
    field: 'value',
    type: 'quantitative' as const,
    scale: { domain: [low, high], nice: false, zero: false },
    axis: { title: `Validation ${metric.label} (${metric.unit})`, tickCount: 5 },
  };
  return {
    name: 'curves',
    caption: `Validation ${metric.label} by epoch. Strong lines are means over seeds, thin lines the seeds.`,
    alternative: `Validation ${metric.label} by epoch, ending at ${ends
      .map(
        (end) =>
          `${mechanismLabel(end.mechanism)} with ${counted(end.heads, 'head')} ${end.mean.toFixed(metric.digits)} ${metric.unit}`,
      )
      .join('; ')}.`,
    spec: {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      description: `Validation ${metric.label} by epoch; ${table.title}, preset ${table.preset.name}`,
      usermeta: usermeta(
        input,
        seeds.map(({ file }) => file),
      ),
      config: CONFIG,
      title: {
        text: table.title,
        subtitle: [subtitleOf(table), 'Strong lines: means over seeds. Thin lines: seeds.'],
      },
      data: { values },
      facet: {
        row: {
          field: 'heads',
          type: 'nominal',
          sort: heads.map((count) => counted(count, 'head')),
          header: { title: null, labelOrient: 'top', labelAnchor: 'start', labelPadding: 6 },
        },
      },
      spec: {
        width: WIDTH,
        height: HEIGHT,
        layer: [
          {
            transform: only('seed'),
            mark: { type: 'line', strokeWidth: 1, opacity: 0.35 },
            encoding: { x, y, color, detail: { field: 'seed', type: 'nominal' } },
          },
          {
            transform: only('mean'),
            mark: {
              type: 'line',
              strokeWidth: 2.5,
              ...(lastEpoch <= MOST_MARKED_EPOCHS ? { point: { size: 22 } } : {}),
            },
            encoding: {
              x,
              y,
              color,
              strokeDash: { field: 'mechanism', type: 'nominal', scale: scales.dash, legend: null },
            },
          },
          {
            transform: only('end'),
            mark: { type: 'point', shape: 'square', filled: true, opacity: 1, size: 60, xOffset: 14 },
            encoding: { x: { value: 'width' }, y, color },
          },
          {
            transform: only('end'),
            mark: { type: 'text', align: 'left', baseline: 'middle', dx: 22 },
            encoding: { x: { value: 'width' }, y, text: { field: 'mechanism' } },
          },
        ],
      },
    },
  };
}

function validationMetric(table: ReportTable): MetricColumn | undefined {
  const validated = table.metrics.filter(({ parts }) => parts.includes('validation'));
  return validated.find(({ metric }) => metric === table.headline) ?? validated[0];
}

function seedPoints(
  table: ReportTable,
  { metric, scale }: MetricColumn,
): (Point & { seed: number; file: string })[] {
  return [...table.records].flatMap(([file, { mechanism, heads, seed, epochs }]) =>
    epochs.flatMap(({ epoch, validation }) => {
      const value = validation[metric];
      return value === undefined ? [] : [{ mechanism, heads, seed, file, epoch, value: value * scale }];
    }),
  );
}

function meanPoints(seeds: readonly Point[]): Point[] {
  const groups = new Map<string, Point[]>();
  for (const point of seeds) {
    const key = `${point.mechanism} ${point.heads} ${point.epoch}`;
    groups.set(key, [...(groups.get(key) ?? []), point]);
  }
  return [...groups.values()].map((points) => ({
    ...(points[0] as Point),
    value: mean(points.map(({ value }) => value)),
  }));
}

/** Where each mechanism's name stands beside the end of its line, moved apart where lines end close together. */
function endLabels(means: readonly Point[], heads: number, [low, high]: readonly [number, number]) {
  const ends = new Map<string, Point>();
  for (const point of means) {
    if (point.heads === heads && point.epoch >= (ends.get(point.mechanism)?.epoch ?? 0))
      ends.set(point.mechanism, point);
  }
  const points = [...ends.values()];
  const pixels = points.map(({ value }) => (HEIGHT * (high - value)) / (high - low));
  return spread(pixels, LABEL_HEIGHT, HEIGHT).map((pixel, position) => {
    const end = points[position] as Point;
    return { ...end, mean: end.value, value: high - (pixel * (high - low)) / HEIGHT };
  });
}

function named({ mechanism, heads, epoch, value }: Point) {
  return { mechanism: mechanismLabel(mechanism), heads: counted(heads, 'head'), epoch, value };
}
