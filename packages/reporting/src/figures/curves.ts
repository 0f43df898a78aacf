import { counted } from '../format.js';
import { type MetricColumn, mechanismLabel, type ReportTable, withUnit } from '../report-table.js';
import { mean } from '../statistics/describe.js';
import {
  type Figure,
  type FigureInput,
  mechanismScales,
  mechanismsOf,
  only,
  SCHEMA,
  seedTooltip,
  subtitleOf,
  usermeta,
} from './figure.js';
import { marginLabels, paddedExtent } from './layout.js';
import { CONFIG } from './theme.js';

const WIDTH = 300;
const HEIGHT = 200;
const MOST_MARKED_EPOCHS = 20;

interface Point {
  mechanism: string;
  epoch: number;
  value: number;
}

/**
 * Validation by epoch of the table's main rows: a thin line for every seed, a strong one for their mean, named at its
 * end. None without values.
 */
export function curvesFigure(input: FigureInput): Figure | undefined {
  const { table, built } = input;
  const metric = validationMetric(table);
  if (!metric) return undefined;
  const seeds = seedPoints(table, metric);
  if (seeds.length === 0) return undefined;
  const means = meanPoints(seeds);
  const mechanisms = mechanismsOf(built);
  const extent = paddedExtent(seeds.map(({ value }) => value));
  const lastEpoch = Math.max(...seeds.map(({ epoch }) => epoch));
  const marksEpochs = lastEpoch <= MOST_MARKED_EPOCHS;
  const lines = endsOf(means);
  const ends = marginLabels(lines, extent, HEIGHT);
  const values = [
    ...seeds.map(({ file, ...point }) => ({ kind: 'seed', ...named(point), record: file })),
    ...means.map((point) => ({ kind: 'mean', ...named(point) })),
    ...ends.map((point) => ({ kind: 'end', ...named(point) })),
  ];
  const scales = mechanismScales(mechanisms);
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
    scale: { domain: [...extent], nice: false, zero: false },
    axis: { title: `Validation ${withUnit(metric)}`, tickCount: 5 },
  };
  return {
    name: 'curves',
    caption: `Validation ${metric.label} by epoch. Strong lines are means over seeds, thin lines the seeds.`,
    alternative: `Validation ${metric.label} by epoch, ending at ${lines
      .map((end) => {
        const value = `${end.value.toFixed(metric.digits)} ${metric.unit}`.trim();
        return `${mechanismLabel(end.mechanism)} with ${counted(table.heads, 'head')} ${value}`;
      })
      .join('; ')}.`,
    spec: {
      $schema: SCHEMA,
      description: `Validation ${metric.label} by epoch; ${table.title}, preset ${table.preset.name}`,
      usermeta: usermeta(
        input,
        seeds.map(({ file }) => file),
      ),
      config: CONFIG,
      title: {
        text: table.title,
        subtitle: [subtitleOf(table, table.heads), 'Strong lines: means over seeds. Thin lines: seeds.'],
      },
      data: { values },
      width: WIDTH,
      height: HEIGHT,
      layer: [
        {
          transform: only('seed'),
          mark: { type: 'line', strokeWidth: 1, opacity: 0.35 },
          encoding: { x, y, color, detail: { field: 'seed', type: 'nominal' } },
        },
        ...(marksEpochs
          ? [
              {
                transform: only('seed'),
                mark: { type: 'point' as const, filled: true, size: 40, opacity: 0 },
                encoding: { x, y, color, tooltip: [{ field: 'epoch' }, ...seedTooltip(metric)] },
              },
            ]
          : []),
        {
          transform: only('mean'),
          mark: { type: 'line', strokeWidth: 2.5, ...(marksEpochs ? { point: { size: 22 } } : {}) },
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
      if (value === undefined || heads !== table.heads) return [];
      return [{ mechanism, seed, file, epoch, value: value * scale }];
    }),
  );
}

function meanPoints(seeds: readonly Point[]): Point[] {
  const groups = new Map<string, Point[]>();
  for (const point of seeds) {
    const key = `${point.mechanism} ${point.epoch}`;
    const group = groups.get(key);
    if (group) group.push(point);
    else groups.set(key, [point]);
  }
  return [...groups.values()].map((points) => {
    const { mechanism, epoch } = points[0] as Point;
    return { mechanism, epoch, value: mean(points.map(({ value }) => value)) };
  });
}

function endsOf(means: readonly Point[]): Point[] {
  const ends = new Map<string, Point>();
  for (const point of means) {
    if (point.epoch >= (ends.get(point.mechanism)?.epoch ?? 0)) ends.set(point.mechanism, point);
  }
  return [...ends.values()];
}

function named<Value extends { mechanism: string }>({ mechanism, ...rest }: Value) {
  return { mechanism: mechanismLabel(mechanism), ...rest };
}
