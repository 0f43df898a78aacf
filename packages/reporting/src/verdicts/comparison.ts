import { type MarginTest, marginTest, type PairedTest, pairedTTest } from '@better-attention/statistics';
import { correctedWithin, type Family } from './families.js';

/** Tests of the paired differences of a mechanism from Standard, each with its p value as it is. */
export interface Comparison {
  /** Of a difference of zero, two-sided. */
  readonly test: PairedTest;
  /** Of a difference within the margin, and of one beyond it; none without a margin. */
  readonly marginTest: MarginTest | undefined;
}

/** The p values of a {@link Comparison}, corrected over the family of the claim that asks for it. */
export interface Correction extends Partial<MarginTest> {
  readonly p: number;
  readonly family: Family;
}

/** The tests of paired differences; none of fewer than three. */
export function comparisonOf(
  differences: readonly number[],
  margin: number | undefined,
): Comparison | undefined {
  const test = pairedTTest(differences);
  return test && { test, marginTest: margin === undefined ? undefined : marginTest(test, margin) };
}

/** The corrections of all that a claim asks of one data set, in the order of the comparisons. */
export function correctionsOf(
  comparisons: readonly (Comparison | undefined)[],
  family: Family,
): (Correction | undefined)[] {
  const correct = (pick: (comparison: Comparison) => number | undefined) =>
    correctedWithin(
      family,
      comparisons.map((comparison) => comparison && pick(comparison)),
    );
  const p = correct(({ test }) => test.p);
  const equivalence = correct((one) => one.marginTest?.equivalence);
  const beyond = correct((one) => one.marginTest?.beyond);
  return comparisons.map(
    (comparison, at) =>
      comparison && {
        family,
        p: p[at] as number,
        ...(comparison.marginTest && {
          equivalence: equivalence[at] as number,
          beyond: beyond[at] as number,
        }),
      },
  );
}
