import { type MetricColumn, type Part, type ReportTable } from '../report-table.js';
import type { Column } from './model.js';
/** The id of a metric's column: `test.accuracy`. */
export declare function metricId(part: Part, metric: string): string;
/** `test accuracy`, `heads`: a column's name in a sentence. */
export declare function columnName({ group, label }: Column): string;
/** The metric columns with their parts, in the order of the table. */
export declare function metricColumns(table: ReportTable): {
  id: string;
  part: Part;
  metric: MetricColumn;
}[];
/**
 * The table's columns. The paper's numbers stand right of ours wherever one is known, and always right of the
 * headline's, where an empty cell says that it isn't.
 *
 * @throws Error when `paper` names a column that the table doesn't have, or another unit
 */
export declare function columnsOf(table: ReportTable): Column[];
