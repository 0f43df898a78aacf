import { FEWEST_SEEDS } from '@better-attention/statistics';
import { mainRuns, type TrainingTableInput } from '../input/tables.js';
import { counted, mechanismLabel } from '../text/format.js';
import type { Finding } from '../verdicts/finding.js';

/** A finding by what it is about and what it comes to. */
export function answered(
  question: Omit<Finding, 'verdict' | 'sentence' | 'numbers'> & Partial<Pick<Finding, 'numbers'>>,
  verdict: Finding['verdict'],
  sentence: string,
): Finding {
  return { numbers: {}, ...question, verdict, sentence };
}

/** The mechanism or Standard has no complete run, or they share no seed. */
export function withoutRuns(table: TrainingTableInput, mechanism: string): string {
  const missing = ['standard', mechanism].filter((name) => mainRuns(table, name).length === 0);
  if (missing.length === 0) return `${mechanismLabel(mechanism)} and Standard share no seed.`;
  return `No run of ${missing.map(mechanismLabel).join(' and ')} with ${counted(table.heads, 'head')}.`;
}

/** The mechanism and Standard share fewer than three seeds. */
export function tooFewSeeds(mechanism: string, seeds: readonly number[]): string {
  const missing = counted(FEWEST_SEEDS - seeds.length, 'more seed');
  return `${mechanismLabel(mechanism)} and Standard share ${counted(seeds.length, 'seed')}: no test of fewer than three, so at least ${missing} would decide it.`;
}
