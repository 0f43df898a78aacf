/**
 * Cohen's d_z of paired differences, their mean divided by their standard deviation, with Hedges' exact correction for
 * few values; none of fewer than three differences or of equal ones.
 *
 * Source: Hedges (1981), “Distribution theory for Glass's estimator of effect size and related estimators”, Journal of
 * Educational Statistics 6(2).
 */
export declare function pairedEffect(differences: readonly number[]): number | undefined;
/**
 * The probability that a run of the left is greater than a run of the right, over all pairs of runs; equal ones count
 * half. This is the Mann-Whitney statistic divided by the number of pairs.
 *
 * Source: Agarwal et al. (2021), “Deep reinforcement learning at the edge of the statistical precipice”, NeurIPS.
 */
export declare function probabilityOfSuperiority(left: readonly number[], right: readonly number[]): number;
