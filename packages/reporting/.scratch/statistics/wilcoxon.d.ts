/** Wilcoxon's signed-rank test of paired differences, two-sided. */
export interface SignedRankTest {
  /** The smaller of the rank sums of positive and negative differences. */
  statistic: number;
  p: number;
}
/**
 * The test; none of fewer than three differences. Zeros are left out, ties (to nine decimals) share their mean rank,
 * and p is exact in every case: the distribution of the rank sum over all choices of signs, given these ranks. With
 * five seeds it is at least 0.0625, with three at least 0.25.
 *
 * Source: Wilcoxon (1945), “Individual comparisons by ranking methods”, Biometrics Bulletin 1(6).
 */
export declare function signedRankTest(differences: readonly number[]): SignedRankTest | undefined;
