import { type ReportTable } from '../report-table.js';
import { type Comparability } from './comparability.js';
import { type Lead } from './decisions.js';
import { type Difference } from './differences.js';
import { type Summary, type TableModel } from './model.js';
/** A table and the statistics behind it. */
export interface BuiltTable {
  model: TableModel;
  summaries: readonly Summary[];
  leads: readonly Lead[];
  /** Of the headline, for every mechanism against Standard; none where the runs used different data. */
  differences: readonly Difference[];
  comparability: Comparability;
}
/**
 * The table of an experiment's runs: one row for every mechanism and number of heads, and below the rows of the same
 * heads what others published.
 *
 * @throws Error when a record is of another experiment or preset, or `paper` doesn't fit the columns
 */
export declare function buildTable(table: ReportTable): BuiltTable;
