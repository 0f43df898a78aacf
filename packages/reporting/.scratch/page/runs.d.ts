import { type ReportTable } from '../report-table.js';
import type { Row, TableModel } from '../table/model.js';
/** The anchor of a row's runs. */
export declare function runsAnchor(table: string, row: Row): string;
/** Every run with its numbers and a link to its record, grouped by the rows of the table. */
export declare function renderRuns(
  table: ReportTable,
  model: TableModel,
  recordLink: (file: string) => string,
): string;
