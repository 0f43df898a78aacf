import type { PairedTest } from './paired.js';
import { studentUpper } from './student.js';

/** A mean paired difference, judged against a margin around zero. */
export interface MarginTest {
  /** Two one-sided tests (TOST): small when the difference lies within ± margin. */
  readonly equivalence: number;
  /** Two-sided minimum-effect test: small when it lies beyond ± margin, in either direction. */
  readonly beyond: number;
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
export function marginTest(
  { mean, standardError, degreesOfFreedom }: PairedTest,
  margin: number,
): MarginTest {
  if (!(margin > 0)) throw new RangeError(`equivalence: expected a margin above 0, got ${margin}`);
  const upper = (distance: number) => {
    if (distance === 0) return 0.5;
    return studentUpper(distance / standardError, degreesOfFreedom);
  };
  return {
    equivalence: Math.max(upper(mean + margin), upper(margin - mean)),
    beyond: Math.min(1, 2 * upper(mean - margin), 2 * upper(-mean - margin)),
  };
}
