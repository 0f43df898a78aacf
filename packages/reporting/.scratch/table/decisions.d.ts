import { type Summary } from './model.js';
/** Decided where the corrected p value is below it. */
export declare const SIGNIFICANCE = 0.05;
/** The best of a column against the second, over the seeds that both have. */
export interface Lead {
  best: Summary;
  second: Summary;
  /** Best − second, mean of the paired differences. */
  difference: number;
  /** Two-sided paired t test, corrected by Holm's method over all leads of the table. */
  p: number;
  decided: boolean;
}
/**
 * The leads of a table: for each column and number of heads, the best mechanism against the second. None where
 * fewer than two have values, or they share fewer than three seeds.
 */
export declare function leads(summaries: readonly Summary[]): Lead[];
