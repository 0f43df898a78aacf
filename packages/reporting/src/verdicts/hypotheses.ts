import { type DecisionRule, SIGNIFICANCE } from '@better-attention/statistics';
import type { Comparison, Correction } from './comparison.js';
import type { Family } from './families.js';
import type { Verdict, Word } from './finding.js';

/** What is asked of a mechanism beside Standard on one data set, and what decides it. */
export interface Question {
  /** What tests say of one mechanism. */
  decide(tested: Tested): Decision;
  /** Where a mean of differences decides, positive ones being better, with Holm's correction at its strictest. */
  rule(margin: number | undefined, family: Family): DecisionRule;
}

/** A claim on how mechanisms perform beside Standard. */
export interface Hypothesis extends Question {
  readonly claim: 3 | 4;
  /** The mechanisms that it is about. */
  readonly mechanisms: readonly string[];
}

/** A mechanism's tests, and whether its mean is better than Standard's. */
interface Tested {
  readonly comparison: Comparison;
  readonly correction: Correction;
  readonly isBetter: boolean;
}

/** A verdict, and the word for what is shown. */
export interface Decision {
  readonly verdict: Verdict;
  readonly word: Word;
}

/**
 * Claim 3: Optimised and Efficient perform like Standard. Equivalence is the claim's own direction and tested as it is;
 * a difference beyond the margin speaks against it, and a difference of any size says `ahead` or `behind`, corrected
 * both.
 */
export const LIKE_STANDARD: Hypothesis = {
  claim: 3,
  mechanisms: ['optimised', 'efficient'],
  decide({ comparison: { marginTest }, correction, isBetter }) {
    const direction = isBetter ? 'ahead' : 'behind';
    if (isSignificant(marginTest?.equivalence)) return { verdict: 'supported', word: 'as good as' };
    if (isSignificant(correction.beyond)) return { verdict: 'contradicted', word: direction };
    return { verdict: 'open', word: isSignificant(correction.p) ? direction : 'open' };
  },
  rule(margin, family) {
    if (margin === undefined) return {};
    const level = strictest(family) / 2;
    return {
      above: { limit: margin, level },
      below: { limit: -margin, level },
      within: { limit: margin, level: SIGNIFICANCE },
    };
  },
};

/**
 * Claim 4: Super outperforms Standard. A gain above zero is the claim's own direction and tested as it is; a loss
 * speaks against it, and so does equivalence, which leaves no gain beyond the margin, corrected both.
 */
export const OUTPERFORMS: Hypothesis = {
  claim: 4,
  mechanisms: ['super'],
  decide({ comparison: { test }, correction, isBetter }) {
    if (isBetter && isSignificant(test.p)) return { verdict: 'supported', word: 'ahead' };
    if (!isBetter && isSignificant(correction.p)) return { verdict: 'contradicted', word: 'behind' };
    if (isSignificant(correction.equivalence)) return { verdict: 'contradicted', word: 'as good as' };
    return { verdict: 'open', word: 'open' };
  },
  rule(margin, family) {
    const level = strictest(family);
    return {
      above: { limit: 0, level: SIGNIFICANCE / 2 },
      below: { limit: 0, level: level / 2 },
      within: margin === undefined ? undefined : { limit: margin, level },
    };
  },
};

/**
 * What is asked of a mechanism that no claim is about, on each data set by itself: is it ahead of Standard, or behind, or as good?
 * A difference of any size is told before equivalence, which needs a margin; corrected both over the mechanisms of the table.
 */
export const BESIDE: Question = {
  decide({ correction, isBetter }) {
    if (isSignificant(correction.p)) return { verdict: 'supported', word: isBetter ? 'ahead' : 'behind' };
    if (isSignificant(correction.equivalence)) return { verdict: 'supported', word: 'as good as' };
    return { verdict: 'open', word: 'open' };
  },
  rule(margin, family) {
    const level = strictest(family);
    return {
      above: { limit: 0, level: level / 2 },
      below: { limit: 0, level: level / 2 },
      within: margin === undefined ? undefined : { limit: margin, level },
    };
  },
};

/** The paper's claims on performance; each mechanism is in one of them. */
export const HYPOTHESES: readonly Hypothesis[] = [LIKE_STANDARD, OUTPERFORMS];

/** The claim that is about a mechanism; none about others than the paper's. */
export function hypothesisOf(mechanism: string): Hypothesis | undefined {
  return HYPOTHESES.find(({ mechanisms }) => mechanisms.includes(mechanism));
}

function isSignificant(p: number | undefined): boolean {
  return p !== undefined && p < SIGNIFICANCE;
}

/** The level of the smallest p value of a data set: of the others Holm's asks less. */
function strictest({ datasets, mechanisms }: Family): number {
  return SIGNIFICANCE / (datasets * mechanisms);
}
