import { type ReportTable } from '../report-table.js';
import type { BuiltTable } from './build.js';
/** What the table's main rows say about its headline metric, in one sentence. */
export declare function sentenceOf(table: ReportTable, built: BuiltTable): string;
