import { type ReportTable } from '../report-table.js';
import type { BuiltTable } from '../table/build.js';
/** The headline of every mechanism against Standard's, with every test; empty without a pair. */
export declare function renderDifferences(table: ReportTable, { differences }: BuiltTable): string;
