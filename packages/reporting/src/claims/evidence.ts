import type { CompleteRun } from '@better-attention/records';
import { counted } from '../format.js';
import { mechanismLabel, type ReportTable } from '../report-table.js';
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
export function answered(
  question: Omit<Question, 'pValues' | 'answer' | 'numbers'> & Partial<Pick<Question, 'numbers'>>,
  verdict: Verdict,
  sentence: string,
): Question {
  return { numbers: {}, ...question, pValues: {}, answer: () => ({ verdict, sentence }) };
}

/** The complete runs of one of the table's main rows, by file name. */
export function runsOf({ records, heads }: ReportTable, mechanism: string): [string, CompleteRun][] {
  return [...records].flatMap(([file, run]): [string, CompleteRun][] =>
    run.status === 'complete' && run.mechanism === mechanism && run.heads === heads ? [[file, run]] : [],
  );
}

/** The mechanism or Standard has no complete run. */
export function withoutRuns(table: ReportTable, mechanism: string): string {
  const missing = ['standard', mechanism].filter((name) => runsOf(table, name).length === 0);
  return `No run of ${missing.map(mechanismLabel).join(' and ')} with ${counted(table.heads, 'head')}.`;
}

/** The mechanism and Standard share fewer than three seeds. */
export function tooFewSeeds(mechanism: string, seeds: readonly number[]): string {
  return `${mechanismLabel(mechanism)} and Standard share ${counted(seeds.length, 'seed')}: no test of fewer than three.`;
}
