import { holm } from '../statistics/holm.js';
import { pairedDifferences, pairedTTest } from '../statistics/paired.js';
import { bySeed } from './model.js';
/** Decided where the corrected p value is below it. */
export const SIGNIFICANCE = 0.05;
/**
 * The leads of a table: for each column and number of heads, the best mechanism against the second. None where
 * fewer than two have values, or they share fewer than three seeds.
 */
export function leads(summaries) {
  const contests = new Map();
  for (const summary of summaries) {
    const contest = `${summary.heads} ${summary.column}`;
    contests.set(contest, [...(contests.get(contest) ?? []), summary]);
  }
  const tested = [...contests.values()].flatMap((contestants) => {
    const [best, second] = [...contestants].sort((left, right) => left.rank - right.rank);
    if (!best || !second) return [];
    const test = pairedTTest(pairedDifferences(bySeed(best), bySeed(second)));
    return test ? [{ best, second, difference: test.mean, p: test.p }] : [];
  });
  const corrected = holm(tested.map(({ p }) => p));
  return tested.map((lead, position) => {
    const p = corrected[position];
    return { ...lead, p, decided: p < SIGNIFICANCE };
  });
}
