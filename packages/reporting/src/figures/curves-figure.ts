import { mean } from '@better-attention/statistics';
import { groupBy } from '../collections/groups.js';
import { type MetricColumn, withUnit } from '../input/metrics.js';
import type { TrainingTableInput } from '../input/tables.js';
import { counted, mechanismLabel } from '../text/format.js';
import type { TrainingTable } from '../training/training-table.js';
import { mechanismScales, mechanismsOf, subtitleOf, type UntitledFigure } from './figure.js';
import { lastPoints, marginLabels, paddedExtent } from './layout.js';
import * as marks from './marks.js';

const WIDTH = 300;
const HEIGHT = 200;
const MOST_MARKED_EPOCHS = 20;

interface Point {
  readonly mechanism: string;
  readonly epoch: number;
  readonly value: number;
}

/**
 * Validation by epoch of the table's main rows: a thin line for every seed, a strong one for their mean, named at its
 * end. None without values.
 */
export function curvesFigure(table: TrainingTable): UntitledFigure | undefined {
  const { input } = table;
  const metric = validationMetric(input);
  if (!metric) return undefined;
  const seeds = seedPoints(input, metric);
  if (seeds.length === 0) return undefined;
  const means = meanPoints(seeds);
  const extent = paddedExtent(seeds.map(({ value }) => value));
  const lastEpoch = Math.max(...seeds.map(({ epoch }) => epoch));
  const marksEpochs = lastEpoch <= MOST_MARKED_EPOCHS;
  const ends = lastPoints(means, ({ epoch }) => epoch);
  const labels = marginLabels(ends, extent, { height: HEIGHT });
  const values = [
    ...seeds.map((point) => ({ kind: 'seed', ...marks.named(point) })),
    ...means.map((point) => ({ kind: 'mean', ...marks.named(point) })),
    ...labels.map((point) => ({ kind: 'end', ...marks.named(point) })),
  ];
  const { color, strokeDash } = marks.byLook(mechanismScales(mechanismsOf(table)));
  const x = marks.quantity(
    'epoch',
    { domain: [1, Math.max(2, lastEpoch)], nice: false },
    { title: 'Epoch', format: 'd', tickMinStep: 1, grid: false },
  );
  const y = marks.quantity(
    'value',
    { domain: [...extent], nice: false, zero: false },
    { title: `Validation ${withUnit(metric)}`, tickCount: 5 },
  );
  const tooltip = [{ field: 'epoch' }, ...marks.seedTooltip(metric)];
  return {
    name: 'curves',
    caption: `Validation ${metric.label} by epoch. Strong lines are means over seeds, thin lines the seeds.`,
    alternative: `Validation ${metric.label} by epoch, ending at ${ends
      .map((end) => {
        const value = `${end.value.toFixed(metric.digits)} ${metric.unit}`.trim();
        return `${mechanismLabel(end.mechanism)} with ${counted(input.heads, 'head')} ${value}`;
      })
      .join('; ')}.`,
    what: `Validation ${metric.label} by epoch`,
    subtitle: [subtitleOf(table, input.heads), 'Strong lines: means over seeds. Thin lines: seeds.'],
    records: seeds.map(({ record }) => record),
    spec: {
      data: { values },
      width: WIDTH,
      height: HEIGHT,
      layer: [
        marks.lines(
          marks.only('seed'),
          { strokeWidth: 1, opacity: 0.35 },
          { x, y, color, detail: { field: 'seed', type: 'nominal' as const } },
        ),
        ...(marksEpochs
          ? [
              marks.points(
                marks.only('seed'),
                { filled: true, size: 40, opacity: 0 },
                { x, y, color, tooltip },
              ),
            ]
          : []),
        marks.lines(
          marks.only('mean'),
          { strokeWidth: 2.5, ...(marksEpochs ? { point: { size: 22 } } : {}) },
          { x, y, color, strokeDash },
        ),
        ...marks.ends(marks.only('end'), { shape: 'square', size: 60, xOffset: 14 }, { y, color }),
      ],
    },
  };
}

function validationMetric({ metrics, headline }: TrainingTableInput): MetricColumn | undefined {
  const validated = metrics.filter(({ parts }) => parts.includes('validation'));
  return validated.find(({ metric }) => metric === headline) ?? validated[0];
}

function seedPoints(
  table: TrainingTableInput,
  { metric, scale }: MetricColumn,
): (Point & { readonly seed: number; readonly record: string })[] {
  return [...table.records].flatMap(([record, { mechanism, heads, seed, epochs }]) =>
    epochs.flatMap(({ epoch, validation }) => {
      const value = validation[metric];
      if (value === undefined || heads !== table.heads) return [];
      return [{ mechanism, seed, epoch, value: value * scale, record }];
    }),
  );
}

function meanPoints(seeds: readonly Point[]): Point[] {
  const groups = groupBy(seeds, ({ mechanism, epoch }) => `${mechanism} ${epoch}`);
  return [...groups.values()].map((group) => {
    const { mechanism, epoch } = group[0] as Point;
    return { mechanism, epoch, value: mean(group.map(({ value }) => value)) };
  });
}
