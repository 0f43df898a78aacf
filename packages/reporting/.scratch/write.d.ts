import type { ReportTable } from './report-table.js';
/** What to report, and where. */
export interface ReportOptions {
  /** The report's folder: `reports/cpu`. */
  folder: string;
  /** The preset of all its tables. */
  preset: string;
  tables: readonly ReportTable[];
}
type Content = string | Uint8Array;
/**
 * Writes `index.html`, `claims.json`, `tables/<name>.{md,csv,tex}` and `figures/<name>-<figure>.{vl.json,svg,png}`. The same records
 * at the same relative place give the same bytes.
 *
 * @returns the paths of the written files
 * @throws Error when a table is of another preset, or holds records of another experiment or preset
 */
export declare function writeReport(options: ReportOptions): Promise<string[]>;
/** The report's files by their path inside its folder, without writing any. */
export declare function renderReport({
  folder,
  preset,
  tables,
}: ReportOptions): Promise<Map<string, Content>>;
