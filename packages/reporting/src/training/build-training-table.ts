import { checkRecords } from '../input/check-input.js';
import { datasetSentence, dataTitle } from '../input/dataset-text.js';
import { readableInput } from '../input/readable-input.js';
import type { TrainingTableInput } from '../input/tables.js';
import { columnsOf } from './columns.js';
import { comparabilityOf } from './comparability.js';
import { differencesOf } from './differences.js';
import { rowsOf } from './rows.js';
import { sentenceOf } from './sentence.js';
import { startRows } from './start-ablation.js';
import { startSizeRows } from './start-sizes.js';
import { summarise } from './summaries.js';
import { testedRows } from './test-set.js';
import { legendOf } from './training-legend.js';
import type { TrainingTable } from './training-table.js';

/**
 * The table of training runs: one row for every mechanism and number of heads, and below the rows of the same heads
 * what others published.
 *
 * @throws Error when a record is of another table or preset, or `paper` doesn't fit the columns
 */
export function buildTrainingTable(given: TrainingTableInput): TrainingTable {
  const readable = readableInput(given);
  const input = { ...readable, title: dataTitle(readable) };
  checkRecords(input);
  if (input.variants) checkRecords({ ...input, records: input.variants });
  const columns = columnsOf(input);
  const summaries = summarise(input);
  const comparability = comparabilityOf(input, summaries);
  const tested = comparability.metrics ? testedRows(input) : [];
  const decided = {
    kind: input.kind,
    input,
    summaries,
    comparability,
    differences: comparability.metrics ? differencesOf(input, summaries, tested) : [],
    tested,
  };
  return {
    ...decided,
    model: {
      name: input.name,
      title: input.title,
      preset: input.preset.name,
      data: datasetSentence(input),
      columns,
      rows: [...rowsOf(decided, columns), ...startRows(decided, columns), ...startSizeRows(decided, columns)],
      legend: legendOf(decided, columns),
      remarks: comparability.remarks,
    },
    sentence: sentenceOf(decided),
  };
}
