/**
 * Paired comparisons over seeds.
 *
 * @module @better-attention/statistics
 */
export { chiSquareQuantile, chiSquareUpper, deviationInterval } from './chi-square.js';
export { type CrossedMean, crossedMean } from './crossed.js';
export { FEWEST_SEEDS, mean, median, quantileOfSorted, standardDeviation } from './describe.js';
export { pairedEffect, probabilityOfSuperiority } from './effect.js';
export { holm, SIGNIFICANCE } from './holm.js';
export { meanInterval } from './interval.js';
export { type MarginTest, marginTest } from './margin.js';
export { type Discordant, type McNemar, mcnemarTest } from './mcnemar.js';
export { normalCdf, normalQuantile } from './normal.js';
export { type BySeed, type PairedTest, pairedDifferences, pairedTTest, sharedSeeds } from './paired.js';
export {
  type Assumed,
  type Bound,
  type DecisionRule,
  decisionPower,
  type SeedsWanted,
  seedsToDecide,
} from './power.js';
export { type PairedRatio, pairedRatio, ratioOfLogarithms } from './ratio.js';
export { type Resampled, resampledMean } from './resampled.js';
export { studentCritical, studentTwoSided, studentUpper } from './student.js';
export { type Source, type TwoWay, twoWayAnova } from './two-way.js';
export { type SignedRankTest, signedRankTest } from './wilcoxon.js';
export { type Proportion, wilsonInterval } from './wilson.js';
