import { FEWEST_SEEDS, mean, standardDeviation } from './describe.js';

/**
 * Cohen's d_z of paired differences, their mean divided by their standard deviation, with Hedges' exact correction for
 * few values; none of fewer than three differences or of equal ones.
 *
 * Source: Hedges (1981), “Distribution theory for Glass's estimator of effect size and related estimators”, Journal of
 * Educational Statistics 6(2).
 */
export function pairedEffect(differences: readonly number[]): number | undefined {
  if (differences.length < FEWEST_SEEDS) return undefined;
  const spread = standardDeviation(differences) as number;
  if (spread === 0) return undefined;
  return (hedgesCorrection(differences.length - 1) * mean(differences)) / spread;
}

/** Γ(ν / 2) / (√(ν / 2) · Γ((ν − 1) / 2)) for a whole ν ≥ 2. */
function hedgesCorrection(degreesOfFreedom: number): number {
  let ratio = 1 / Math.sqrt(Math.PI);
  for (let degrees = 2; degrees < degreesOfFreedom; degrees++) ratio = (degrees - 1) / 2 / ratio;
  return ratio / Math.sqrt(degreesOfFreedom / 2);
}

/**
 * The probability that a run of the left is greater than a run of the right, over all pairs of runs; equal ones count
 * half. This is the Mann-Whitney statistic divided by the number of pairs.
 *
 * Source: Agarwal et al. (2021), “Deep reinforcement learning at the edge of the statistical precipice”, NeurIPS.
 */
export function probabilityOfSuperiority(left: readonly number[], right: readonly number[]): number {
  return mean(left.flatMap((one) => right.map((other) => (one > other ? 1 : one === other ? 0.5 : 0))));
}
