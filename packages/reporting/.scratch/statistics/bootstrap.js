import { FEWEST_SEEDS, mean, quantileOfSorted } from './describe.js';
import { normalCdf, normalQuantile } from './normal.js';
/**
 * The bias-corrected and accelerated bootstrap interval of a mean; none of fewer than three values.
 *
 * Source: Efron (1987), “Better bootstrap confidence intervals”, JASA 82(397).
 */
export function bootstrapInterval(values, { random, resamples = 10_000, confidence = 0.95 }) {
  if (values.length < FEWEST_SEEDS) return undefined;
  return bcaInterval(values, resampledMeans(values, random, resamples), confidence);
}
/** The means of `resamples` samples of the same size, drawn with replacement. */
export function resampledMeans(values, random, resamples) {
  const means = new Float64Array(resamples);
  for (let resample = 0; resample < resamples; resample++) {
    let sum = 0;
    for (let draw = 0; draw < values.length; draw++) sum += values[random.integer(values.length)];
    means[resample] = sum / values.length;
  }
  return means;
}
/** The interval that given resampled means support. Equal values give an interval of no width. */
export function bcaInterval(values, means, confidence) {
  const centre = mean(values);
  const deviations = values.map((value) => value - centre);
  const squares = deviations.reduce((sum, deviation) => sum + deviation ** 2, 0);
  const rounding = 1e-12 * Math.abs(centre);
  if (deviations.every((deviation) => Math.abs(deviation) <= rounding)) return [centre, centre];
  const below = (value) => (Math.abs(value - centre) <= rounding ? 0.5 : value < centre ? 1 : 0);
  const bias = normalQuantile(means.reduce((sum, value) => sum + below(value), 0) / means.length);
  const acceleration = deviations.reduce((sum, deviation) => sum + deviation ** 3, 0) / (6 * squares ** 1.5);
  const sorted = means.slice().sort();
  const end = (probability) => {
    const shifted = bias + normalQuantile(probability);
    return quantileOfSorted(sorted, normalCdf(bias + shifted / (1 - acceleration * shifted)));
  };
  return [end((1 - confidence) / 2), end((1 + confidence) / 2)];
}
