import type { CompleteRun } from '@better-attention/records';
import { completeRuns, type TrainingTableInput } from '../input/tables.js';
import { counted, mechanismLabel } from '../text/format.js';
import type { Finding } from '../verdicts/finding.js';

/** What a question comes to. */
export type Answer = Pick<Finding, 'verdict' | 'sentence'>;

/** A finding before the correction for several tests. */
export interface Question extends Omit<Finding, keyof Answer> {
  /** Uncorrected p values by the kind of test. */
  readonly pValues: Readonly<Record<string, number>>;
  readonly answer: (corrected: Readonly<Record<string, number>>) => Answer;
}

/** A question that has its answer already. */
export function answered(
  question: Omit<Question, 'pValues' | 'answer' | 'numbers'> & Partial<Pick<Question, 'numbers'>>,
  verdict: Answer['verdict'],
  sentence: string,
): Question {
  return { numbers: {}, ...question, pValues: {}, answer: () => ({ verdict, sentence }) };
}

/** The complete runs of one of the table's main rows, by file name. */
export function runsOf(table: TrainingTableInput, mechanism: string): [string, CompleteRun][] {
  return [...completeRuns(table)].filter(
    ([, run]) => run.mechanism === mechanism && run.heads === table.heads,
  );
}

/** The mechanism or Standard has no complete run. */
export function withoutRuns(table: TrainingTableInput, mechanism: string): string {
  const missing = ['standard', mechanism].filter((name) => runsOf(table, name).length === 0);
  return `No run of ${missing.map(mechanismLabel).join(' and ')} with ${counted(table.heads, 'head')}.`;
}

/** The mechanism and Standard share fewer than three seeds. */
export function tooFewSeeds(mechanism: string, seeds: readonly number[]): string {
  return `${mechanismLabel(mechanism)} and Standard share ${counted(seeds.length, 'seed')}: no test of fewer than three.`;
}
