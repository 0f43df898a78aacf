import { type Evidence, type Question } from './evidence.js';
/** A column of times, and what takes them. */
export interface TimeColumn {
  column: string;
  measure: string;
}
/**
 * Claim 5: faster than Standard. The ratio of times is the geometric mean of the seeds' ratios, tested and given an
 * interval on the logarithms; measured only where every run had the same engine, machine and neighbours.
 */
export declare function faster(
  { table, built }: Evidence,
  mechanism: string,
  { column, measure }: TimeColumn,
): Question;
