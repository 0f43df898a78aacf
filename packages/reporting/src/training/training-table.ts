import type { TrainingTableInput } from '../input/tables.js';
import type { Summary, TableModel } from '../table/table-model.js';
import type { Comparability } from './comparability.js';
import type { Difference } from './differences.js';
import type { TestedRow } from './test-set.js';

/** What a table of training runs decides, before it is laid out. */
export interface DecidedTable {
  readonly kind: 'training';
  readonly input: TrainingTableInput;
  readonly summaries: readonly Summary[];
  /** Of the headline, for every mechanism against Standard; none where the runs used different data. */
  readonly differences: readonly Difference[];
  /** The main rows that record what became of each test example; none where the runs used different data. */
  readonly tested: readonly TestedRow[];
  readonly comparability: Comparability;
}

/** A table of training runs and the statistics behind it. */
export interface TrainingTable extends DecidedTable {
  readonly model: TableModel;
  /** What the main rows say about the headline. */
  readonly sentence: string;
}
