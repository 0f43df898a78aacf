import type { RandomStream } from '@better-attention/random';
import { FEWEST_SEEDS, mean, quantileOfSorted } from './describe.js';
import { normalCdf, normalQuantile } from './normal.js';

/** How a bootstrap interval is made. */
export interface BootstrapOptions {
  readonly random: RandomStream;
  /** The most samples whose means are taken; 10,000 unless told. */
  readonly resamples?: number;
  /** The interval's coverage; 0.95 unless told. */
  readonly confidence?: number;
}

/**
 * The bias-corrected and accelerated bootstrap interval of a mean; none of fewer than three values. It rests on every
 * sample that can be drawn where there are at most `resamples` of them, which is so up to five values; and on so many
 * drawn ones where there are more.
 *
 * Source: Efron (1987), “Better bootstrap confidence intervals”, JASA 82(397).
 */
export function bootstrapInterval(
  values: readonly number[],
  { random, resamples = 10_000, confidence = 0.95 }: BootstrapOptions,
): readonly [low: number, high: number] | undefined {
  if (values.length < FEWEST_SEEDS) return undefined;
  const isSmall = values.length ** values.length <= resamples;
  const means = isSmall ? allMeans(values) : resampledMeans(values, random, resamples);
  return bcaInterval(values, means, confidence);
}

/** The means of all nⁿ samples of n values that can be drawn with replacement. */
export function allMeans(values: readonly number[]): Float64Array {
  const count = values.length;
  return Float64Array.from({ length: count ** count }, (_, sample) => {
    let [sum, rest] = [0, sample];
    for (let draw = 0; draw < count; draw++) {
      sum += values[rest % count] as number;
      rest = Math.floor(rest / count);
    }
    return sum / count;
  });
}

/** The means of `resamples` samples of the same size, drawn with replacement. */
export function resampledMeans(
  values: readonly number[],
  random: RandomStream,
  resamples: number,
): Float64Array {
  const means = new Float64Array(resamples);
  for (let resample = 0; resample < resamples; resample++) {
    let sum = 0;
    for (let draw = 0; draw < values.length; draw++) sum += values[random.integer(values.length)] as number;
    means[resample] = sum / values.length;
  }
  return means;
}

/** The interval that given resampled means support. Equal values give an interval of no width. */
export function bcaInterval(
  values: readonly number[],
  means: Float64Array,
  confidence: number,
): readonly [low: number, high: number] {
  const centre = mean(values);
  const deviations = values.map((value) => value - centre);
  const squares = deviations.reduce((sum, deviation) => sum + deviation ** 2, 0);
  const rounding = 1e-12 * Math.abs(centre);
  if (deviations.every((deviation) => Math.abs(deviation) <= rounding)) return [centre, centre];

  const below = (value: number) => (Math.abs(value - centre) <= rounding ? 0.5 : value < centre ? 1 : 0);
  const bias = normalQuantile(means.reduce((sum, value) => sum + below(value), 0) / means.length);
  const acceleration = deviations.reduce((sum, deviation) => sum + deviation ** 3, 0) / (6 * squares ** 1.5);
  const sorted = means.slice().sort();
  const end = (probability: number) => {
    const shifted = bias + normalQuantile(probability);
    return quantileOfSorted(sorted, normalCdf(bias + shifted / (1 - acceleration * shifted)));
  };
  return [end((1 - confidence) / 2), end((1 + confidence) / 2)];
}
