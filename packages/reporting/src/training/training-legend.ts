import { differenceUnit } from '../input/metrics.js';
import { clause, whereKnown } from '../input/paper.js';
import { completeRuns, headlineOf, type TrainingTableInput } from '../input/tables.js';
import type { Column } from '../table/table-model.js';
import { capitalised, counted, listed, mechanismLabel } from '../text/format.js';
import { familyOf, familyText } from '../verdicts/families.js';
import { HYPOTHESES } from '../verdicts/hypotheses.js';
import { scoringLegend } from './bleu-scoring.js';
import { columnName, rowName } from './columns.js';
import { headsLegend } from './heads.js';
import { luckSentences } from './luck.js';
import { publishedText } from './published.js';
import { startSentences } from './start-ablation.js';
import { startSizeSentences } from './start-size-text.js';
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

function ours({ input, summaries }: DecidedTable): string[] {
  const { baselines = [] } = input;
  const batches = new Set([...completeRuns(input).values()].map((run) => run.inferenceBatch));
  const forward = listed([...batches].map((batch) => counted(batch, 'example')));
  return [
    'Metrics are mean ± standard deviation over seeds; those of train and validation belong to the epoch with the best validation, whose parameters were tested.',
    ...scoringLegend(input),
    'In parentheses: the ratio to Standard (×).',
    `Bold: a ${metricName(input)} that is decidedly better than Standard’s (two-sided paired t test over at least three seeds, p < 0.05 after correction over the claim that is about the mechanism: ${families(input)}).`,
    'Intervals are Student’s t, of single means and of paired differences; decisions rest on paired tests over seeds.',
    ...equivalenceSentence(input),
    seedsSentence(input),
    ...(baselines.length > 0
      ? [
          `Baselines (${listed(baselines.map(mechanismLabel))}) aren’t mechanisms of the paper: they take no part in bold or claims.`,
        ]
      : []),
    ...startSentences(input, summaries),
    ...startSizeSentences(input),
    ...headsLegend(input, summaries),
    `Times are means: seconds of training without evaluation, and milliseconds of a forward pass over ${forward}. They are context: what is faster is measured in turns, in the table of step times.`,
  ];
}

function metricName(table: TrainingTableInput): string {
  return `test ${headlineOf(table).label}`;
}

/** `6 data sets × 2 mechanisms for Optimised and Efficient, 6 data sets × 1 mechanism for Super` */
function families(table: TrainingTableInput): string {
  const clauses = HYPOTHESES.map(({ mechanisms }) => {
    const family = familyOf(table.name, { mechanisms: mechanisms.length });
    return `${familyText(family)} for ${listed(mechanisms.map(mechanismLabel))}`;
  });
  return clauses.join(', ');
}

/** The margin and its reason. */
function equivalenceSentence(table: TrainingTableInput): string[] {
  if (!table.equivalence) return [];
  const { margin, because } = table.equivalence;
  const unit = differenceUnit(headlineOf(table));
  return [
    `As good as Standard: a ${metricName(table)} within ± ${margin} ${unit} of Standard’s. ${capitalised(because)}`,
  ];
}

/** How the number of seeds came about, on which the error rates of all tests rest. */
function seedsSentence({ pilotSeeds, preset }: TrainingTableInput): string {
  return pilotSeeds === undefined
    ? `The number of seeds was fixed in preset ${preset.name} before the first run.`
    : `The first ${counted(pilotSeeds, 'seed')} (${pilotSeeds === 1 ? '0' : `0 to ${pilotSeeds - 1}`}) are a pilot, whose spread set the number of the others: tests rest on the others alone.`;
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
