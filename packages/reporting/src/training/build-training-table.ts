import { checkRecords } from '../input/check-input.js';
import { isBaseline, type TrainingTableInput } from '../input/tables.js';
import type { Column } from '../table/table-model.js';
import { columnsOf } from './columns.js';
import { type Comparability, comparabilityOf } from './comparability.js';
import { leads } from './decisions.js';
import { differencesOf } from './differences.js';
import { isMixed, rowsOf } from './rows.js';
import { sentenceOf } from './sentence.js';
import { type RankedSummary, summarise } from './summaries.js';
import { legendOf } from './training-legend.js';
import type { TrainingTable } from './training-table.js';

/**
 * The table of training runs: one row for every mechanism and number of heads, and below the rows of the same heads
 * what others published.
 *
 * @throws Error when a record is of another table or preset, or `paper` doesn't fit the columns
 */
export function buildTrainingTable(input: TrainingTableInput): TrainingTable {
  checkRecords(input);
  const columns = columnsOf(input);
  const byId = new Map(columns.map((column) => [column.id, column]));
  const summaries = summarise(input);
  const comparability = comparabilityOf(input, summaries);
  const comparable = summaries.filter((summary) =>
    mayCompare(byId.get(summary.column) as Column, summary, comparability),
  );
  const measured = comparable.filter(
    ({ column, mechanism }) => !byId.get(column)?.exact && !isBaseline(input, mechanism),
  );
  const statistics = { summaries, comparability, leads: leads(measured), comparable };
  const table = {
    kind: input.kind,
    input,
    summaries,
    comparability,
    leads: statistics.leads,
    differences: comparability.metrics ? differencesOf(input, summaries) : [],
    model: {
      name: input.name,
      title: input.title,
      preset: input.preset.name,
      columns,
      rows: rowsOf(input, columns, statistics),
      legend: legendOf(input, columns, statistics),
      remarks: comparability.remarks,
    },
  };
  return { ...table, sentence: sentenceOf(table) };
}

function mayCompare(
  { group, exact }: Column,
  summary: RankedSummary,
  { times, metrics }: Comparability,
): boolean {
  if (exact) return !isMixed(summary);
  return group === 'Time' ? times : metrics;
}
