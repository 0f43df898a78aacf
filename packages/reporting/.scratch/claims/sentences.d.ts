import type { ReportTable } from '../report-table.js';
import { type TableVerdict, type Verdict } from './model.js';
/** Something that has a verdict, by the name that a sentence gives it. */
export interface Part {
  name: string;
  /** What was measured of it; parts of one measure stand together. */
  measure?: string;
  verdict: Verdict;
}
/** `Supported: training time of Optimised and Efficient. Contradicted: training time of Super.` */
export declare function byVerdict(parts: readonly Part[]): string;
/** A claim on all data sets together. */
export declare function overall(tables: readonly TableVerdict[], closing?: string): string;
/** The sentence, marked as one about a sample where the table's runs used one. */
export declare function qualified(table: ReportTable, sentence: string): string;
/** Whether any run used an embedded sample instead of the data set. */
export declare function isSample({ records }: ReportTable): boolean;
