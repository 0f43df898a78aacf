import type { CompleteRun } from '@better-attention/records';
import { type ReportTable } from '../report-table.js';
import type { BuiltTable } from '../table/build.js';
import type { Finding, Verdict } from './model.js';
/** A table that claims are judged by. */
export interface Evidence {
  table: ReportTable;
  built: BuiltTable;
}
/** What a question comes to. */
export interface Answer {
  verdict: Verdict;
  sentence: string;
}
/** A finding before the correction for several tests. */
export interface Question extends Omit<Finding, keyof Answer> {
  /** Uncorrected p values by the kind of test. */
  pValues: Readonly<Record<string, number>>;
  answer: (corrected: Readonly<Record<string, number>>) => Answer;
}
/** A question that has its answer already. */
export declare function answered(
  question: Omit<Question, 'pValues' | 'answer' | 'numbers'> & Partial<Pick<Question, 'numbers'>>,
  verdict: Verdict,
  sentence: string,
): Question;
/** The complete runs of one of the table's main rows, by file name. */
export declare function runsOf({ records, heads }: ReportTable, mechanism: string): [string, CompleteRun][];
/** The mechanism or Standard has no complete run. */
export declare function withoutRuns(table: ReportTable, mechanism: string): string;
/** The mechanism and Standard share fewer than three seeds. */
export declare function tooFewSeeds(mechanism: string, seeds: readonly number[]): string;
