import type { PairedTest } from './paired.js';
/** A mean paired difference, judged against a margin around zero. */
export interface MarginTest {
  /** Two one-sided tests (TOST): small when the difference lies within ± margin. */
  equivalence: number;
  /** Two-sided minimum-effect test: small when it lies beyond ± margin, in either direction. */
  beyond: number;
}
/**
 * Both p values. With a margin at 0.05, `equivalence` is significant when the 90 % interval of the mean lies within it,
 * `beyond` when the 95 % interval lies outside.
 *
 * Source: Schuirmann (1987), “A comparison of the two one-sided tests procedure …”, Journal of Pharmacokinetics and
 * Biopharmaceutics 15(6); Murphy and Myors (1999), “Testing the hypothesis that treatments have negligible effects”,
 * Journal of Applied Psychology 84(2).
 *
 * @throws RangeError when the margin isn't positive
 */
export declare function marginTest(
  { mean, standardError, degreesOfFreedom }: PairedTest,
  margin: number,
): MarginTest;
