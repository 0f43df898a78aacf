import type { CompleteRun } from '@better-attention/records';
import { meanInterval } from '@better-attention/statistics';
import { from, op } from 'arquero';
import { completeRuns, isBaseline, type TrainingTableInput } from '../input/tables.js';
import type { Summary } from '../table/table-model.js';
import { metricsOf } from './columns.js';

/** Values of the runs of one row in one column, beside those of the other rows. */
export interface RankedSummary extends Summary {
  /** Among the mechanisms of the same heads and the same side, the paper's or the baselines, from 1, by the mean; equal means share it. */
  readonly rank: number;
}

/** The summaries of a column that belong to rows of the table's own number of heads. */
export function mainSummaries<One extends Summary>(
  summaries: readonly One[],
  { heads }: TrainingTableInput,
  column: string,
): One[] {
  return summaries.filter((summary) => summary.column === column && summary.heads === heads);
}

/**
 * The table's numbers: mean, deviation, interval and rank of every mechanism, heads and column that any complete
 * run has a value for. Training and validation metrics are those of the best epoch.
 */
export function summarise(table: TrainingTableInput): RankedSummary[] {
  const measurements = [...completeRuns(table)]
    .flatMap(([file, run]) => measurementsOf(table, file, run))
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
    .derive({ cost: (row: { cost: number }) => op.round(row.cost * 1e9) })
    .groupby('heads', 'column', 'baseline')
    .orderby('cost')
    .derive({ rank: op.rank() })
    .ungroup()
    .select('mechanism', 'heads', 'column', 'mean', 'standardDeviation', 'seeds', 'values', 'files', 'rank')
    .objects() as Omit<RankedSummary, 'interval'>[];

  return summaries.map((summary) => ({ ...summary, interval: meanInterval(summary.values) }));
}

/** The numbers of a run. Ranks ascend by `cost`: the value, negated where more is better. */
function measurementsOf(table: TrainingTableInput, file: string, run: CompleteRun) {
  const { mechanism, heads, seed } = run;
  const place = { mechanism, heads, seed, file, baseline: isBaseline(table, mechanism) };
  const costs = {
    attentionParameters: run.parameters.attention,
    modelParameters: run.parameters.model,
    trainSeconds: run.trainSeconds,
    inferenceMilliseconds: run.inferenceMilliseconds,
  };
  return [
    ...Object.entries(costs).map(([column, value]) => ({ ...place, column, value, cost: value })),
    ...metricsOf(table, run).flatMap(({ id, metric: { better }, value }) =>
      value === undefined ? [] : [{ ...place, column: id, value, cost: better === 'lower' ? value : -value }],
    ),
  ];
}
