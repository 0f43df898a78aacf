import type { TrainingTableInput } from '../input/tables.js';
import type { TableModel } from '../table/table-model.js';
import type { Comparability } from './comparability.js';
import type { Lead } from './decisions.js';
import type { Difference } from './differences.js';
import type { RankedSummary } from './summaries.js';

/** A table of training runs and the statistics behind it. */
export interface TrainingTable {
  readonly kind: 'training';
  readonly input: TrainingTableInput;
  readonly model: TableModel;
  readonly summaries: readonly RankedSummary[];
  readonly leads: readonly Lead[];
  /** Of the headline, for every mechanism against Standard; none where the runs used different data. */
  readonly differences: readonly Difference[];
  readonly comparability: Comparability;
  /** What the main rows say about the headline. */
  readonly sentence: string;
}
