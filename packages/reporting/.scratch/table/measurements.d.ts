import { type ReportTable } from '../report-table.js';
import type { Summary } from './model.js';
/**
 * The table's numbers: mean, deviation, interval and rank of every mechanism, heads and column that any complete
 * run has a value for. Training and validation metrics are those of the best epoch.
 */
export declare function summarise(table: ReportTable): Summary[];
