import { type ReportTable } from '../report-table.js';
import type { BuiltTable } from './build.js';
import type { Column } from './model.js';
/** What the table's marks mean, a sentence each. */
export declare function legendOf(
  table: ReportTable,
  columns: readonly Column[],
  statistics: Pick<BuiltTable, 'summaries' | 'leads' | 'comparability'>,
): string[];
