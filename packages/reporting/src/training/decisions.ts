import { holm, pairedDifferences, pairedTTest, SIGNIFICANCE } from '@better-attention/statistics';
import { groupBy } from '../collections/groups.js';
import { bySeed } from '../table/table-model.js';
import type { RankedSummary } from './summaries.js';

/** The best of a column against the second, over the seeds that both have. */
export interface Lead {
  readonly best: RankedSummary;
  readonly second: RankedSummary;
  /** Best − second, mean of the paired differences. */
  readonly difference: number;
  /** Two-sided paired t test, corrected by Holm's method over all leads of the table. */
  readonly p: number;
  readonly decided: boolean;
}

/**
 * The leads of a table: for each column and number of heads, the best mechanism against the second. None where
 * fewer than two have values, or they share fewer than three seeds.
 */
export function leads(summaries: readonly RankedSummary[]): Lead[] {
  const contests = groupBy(summaries, ({ heads, column }) => `${heads} ${column}`);
  const tested = [...contests.values()].flatMap((contestants) => {
    const [best, second] = [...contestants].sort((left, right) => left.rank - right.rank);
    if (!best || !second) return [];
    const test = pairedTTest(pairedDifferences(bySeed(best), bySeed(second)));
    return test ? [{ best, second, difference: test.mean, p: test.p }] : [];
  });
  const corrected = holm(tested.map(({ p }) => p));
  return tested.map((lead, position) => {
    const p = corrected[position] as number;
    return { ...lead, p, decided: p < SIGNIFICANCE };
  });
}
