import type { ReportTable } from '../report-table.js';
import type { Comparability } from '../table/comparability.js';
/** What the table's runs used, and where they differ which run used what. */
export declare function renderProvenance(table: ReportTable, comparability: Comparability): string;
