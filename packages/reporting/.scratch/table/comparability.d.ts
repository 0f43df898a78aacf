import { type ReportTable } from '../report-table.js';
import type { Summary } from './model.js';
/** Which numbers of a table may be set against each other. */
export interface Comparability {
  times: boolean;
  metrics: boolean;
  /** A sentence for every reason why not, and for everything else a reader must know. */
  remarks: readonly string[];
}
/** Looks for what keeps runs from being compared: mixed engines, machines, data and sources, failures, few seeds. */
export declare function comparabilityOf(table: ReportTable, summaries: readonly Summary[]): Comparability;
