import { clause, whereKnown } from '../input/paper.js';
import { completeRuns, type TrainingTableInput } from '../input/tables.js';
import type { Column } from '../table/table-model.js';
import { counted, listed, mechanismLabel } from '../text/format.js';
import { scoringLegend } from './bleu-scoring.js';
import { columnName, rowName } from './columns.js';
import { headsLegend } from './heads.js';
import { luckSentences } from './luck.js';
import { publishedText } from './published.js';
import { startSentences } from './start-ablation.js';
import { testSetSentences } from './test-set-text.js';
import type { DecidedTable } from './training-table.js';

/** What the table's marks mean, a sentence each. */
export function legendOf(table: DecidedTable, columns: readonly Column[]): string[] {
  const { input, summaries, comparability } = table;
  return [
    ...(summaries.length > 0 ? ours(table) : []),
    ...published(input, columns),
    ...(comparability.metrics ? luckSentences(input, summaries) : []),
    ...testSetSentences(table),
  ];
}

function ours({ input, summaries, leads, comparability }: DecidedTable): string[] {
  const { baselines = [] } = input;
  const batches = new Set([...completeRuns(input).values()].map((run) => run.inferenceBatch));
  const forward = listed([...batches].map((batch) => counted(batch, 'example')));
  return [
    'Metrics are mean ± standard deviation over seeds; those of train and validation belong to the epoch with the best validation, whose parameters were tested.',
    ...scoringLegend(input),
    comparability.metrics
      ? 'In parentheses: the ratio to Standard (×), or the rank among mechanisms with the same heads; equal means share a rank.'
      : 'In parentheses: the ratio to Standard (×).',
    leads.length === 0
      ? 'Nothing is bold: no lead could be tested.'
      : `Bold: the best of its column where its lead over the second is decided (two-sided paired t test over at least three seeds, Holm-corrected over the ${counted(leads.length, 'lead')} tested in this table, p < 0.05).`,
    'Intervals of single means are bootstrap intervals, too narrow with three to five seeds; decisions rest on paired tests over seeds.',
    ...(baselines.length > 0
      ? [
          `Baselines (${listed(baselines.map(mechanismLabel))}) aren’t mechanisms of the paper: they take no part in ranks, bold or claims.`,
        ]
      : []),
    ...startSentences(input, summaries),
    ...headsLegend(input, summaries),
    `Times are means: seconds of training without evaluation, and milliseconds of a forward pass over ${forward}. They are context: what is faster is measured in turns, in the table of step times.`,
  ];
}

function published({ paper }: TrainingTableInput, columns: readonly Column[]): string[] {
  const values = (paper?.values ?? []).map((value) => {
    const column = columns.find(({ id }) => id === value.column) as Column;
    const text = [publishedText(column, value), column.unit].filter(Boolean).join(' ');
    return `Paper: ${rowName(value)}, ${columnName(column)} ${text} (${whereKnown(value)}).`;
  });
  const rows = (paper?.context ?? []).map(
    ({ label, note, source }) => `${label}, for context only: ${clause(note)} (${source}).`,
  );
  return [
    ...(values.length > 0
      ? values
      : ['Paper: none of its numbers for this table is known; the cells stay empty.']),
    ...new Set(rows),
  ];
}
