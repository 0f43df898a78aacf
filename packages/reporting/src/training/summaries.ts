import type { CompleteRun } from '@better-attention/records';
import { meanInterval } from '@better-attention/statistics';
import { from, op } from 'arquero';
import { completeRuns, type TrainingTableInput } from '../input/tables.js';
import type { Summary } from '../table/table-model.js';
import { metricsOf } from './columns.js';

/** The summaries of a column that belong to rows of the table's own number of heads. */
export function mainSummaries<One extends Summary>(
  summaries: readonly One[],
  { heads }: TrainingTableInput,
  column: string,
): One[] {
  return summaries.filter((summary) => summary.column === column && summary.heads === heads);
}

/**
 * The table's numbers: mean, deviation and interval of every mechanism, heads and column that any complete
 * run has a value for. Training and validation metrics are those of the best epoch.
 */
export function summarise(table: TrainingTableInput): Summary[] {
  const measurements = [...completeRuns(table)]
    .flatMap(([file, run]) => measurementsOf(table, file, run))
    .sort((left, right) => left.seed - right.seed);
  if (measurements.length === 0) return [];

  const summaries = from(measurements)
    .groupby('mechanism', 'heads', 'column')
    .rollup({
      mean: op.mean('value'),
      standardDeviation: op.stdev('value'),
      seeds: op.array_agg('seed'),
      values: op.array_agg('value'),
      files: op.array_agg('file'),
    })
    .objects() as Omit<Summary, 'interval'>[];

  return summaries.map((summary) => ({ ...summary, interval: meanInterval(summary.values) }));
}

/** The numbers of a run. */
function measurementsOf(table: TrainingTableInput, file: string, run: CompleteRun) {
  const { mechanism, heads, seed } = run;
  const place = { mechanism, heads, seed, file };
  const prices = {
    attentionParameters: run.parameters.attention,
    modelParameters: run.parameters.model,
    trainSeconds: run.trainSeconds,
    inferenceMilliseconds: run.inferenceMilliseconds,
  };
  return [
    ...Object.entries(prices).map(([column, value]) => ({ ...place, column, value })),
    ...metricsOf(table, run).flatMap(({ id, value }) =>
      value === undefined ? [] : [{ ...place, column: id, value }],
    ),
  ];
}
