import { randomStream } from '@better-attention/random';
import { from, op } from 'arquero';
import { isBaseline } from '../report-table.js';
import { bootstrapInterval } from '../statistics/bootstrap.js';
import { metricColumns } from './columns.js';
/**
 * The table's numbers: mean, deviation, interval and rank of every mechanism, heads and column that any complete
 * run has a value for. Training and validation metrics are those of the best epoch.
 */
export function summarise(table) {
  const measurements = [...table.records]
    .flatMap(([file, record]) => (record.status === 'complete' ? measurementsOf(table, file, record) : []))
    .sort((left, right) => left.seed - right.seed);
  if (measurements.length === 0) return [];
  const summaries = from(measurements)
    .groupby('mechanism', 'heads', 'column', 'baseline')
    .rollup({
      mean: op.mean('value'),
      standardDeviation: op.stdev('value'),
      cost: op.mean('cost'),
      seeds: op.array_agg('seed'),
      values: op.array_agg('value'),
      files: op.array_agg('file'),
    })
    .derive({ cost: (row) => op.round(row.cost * 1e9) })
    .groupby('heads', 'column', 'baseline')
    .orderby('cost')
    .derive({ rank: op.rank() })
    .ungroup()
    .select('mechanism', 'heads', 'column', 'mean', 'standardDeviation', 'seeds', 'values', 'files', 'rank')
    .objects();
  const random = randomStream(0, 'bootstrap', table.name);
  return summaries.map((summary) => ({ ...summary, interval: intervalOf(summary, random) }));
}
function intervalOf(summary, random) {
  return bootstrapInterval(summary.values, {
    random: random.derive(summary.mechanism, summary.heads, summary.column),
  });
}
function measurementsOf(table, file, run) {
  const { mechanism, heads, seed } = run;
  const baseline = isBaseline(table, mechanism);
  const measurement = (column, value, better = 'lower') =>
    value === undefined
      ? []
      : [
          {
            mechanism,
            heads,
            seed,
            file,
            column,
            value,
            baseline,
            cost: better === 'lower' ? value : -value,
          },
        ];
  const best = run.epochs.find(({ epoch }) => epoch === run.bestEpoch);
  const recorded = { train: best?.train, validation: best?.validation, test: run.test };
  return [
    ...measurement('attentionParameters', run.parameters.attention),
    ...measurement('modelParameters', run.parameters.model),
    ...measurement('trainSeconds', run.trainSeconds),
    ...measurement('inferenceMilliseconds', run.inferenceMilliseconds),
    ...metricColumns(table).flatMap(({ id, part, metric }) => {
      const value = recorded[part]?.[metric.metric];
      return measurement(id, value === undefined ? undefined : value * metric.scale, metric.better);
    }),
  ];
}
