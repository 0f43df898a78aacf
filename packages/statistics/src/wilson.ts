import { normalQuantile } from './normal.js';

/** Successes among trials. */
export interface Proportion {
  readonly successes: number;
  readonly trials: number;
  /** The interval's coverage; 0.95 unless told. */
  readonly confidence?: number;
}

/**
 * Wilson's score interval of a proportion, without continuity correction.
 *
 * Source: Wilson (1927), “Probable inference, the law of succession, and statistical inference”, JASA 22(158).
 *
 * @throws RangeError when there are no trials, or more successes than trials
 */
export function wilsonInterval({
  successes,
  trials,
  confidence = 0.95,
}: Proportion): readonly [low: number, high: number] {
  if (!(trials > 0 && successes >= 0 && successes <= trials)) {
    throw new RangeError(
      `Wilson interval: expected 0 to ${trials} successes of 1 or more trials, got ${successes}`,
    );
  }
  const z = normalQuantile((1 + confidence) / 2);
  const share = successes / trials;
  const weight = 1 + z ** 2 / trials;
  const centre = (share + z ** 2 / (2 * trials)) / weight;
  const reach = (z * Math.sqrt((share * (1 - share)) / trials + (z / (2 * trials)) ** 2)) / weight;
  return [Math.max(0, centre - reach), Math.min(1, centre + reach)];
}
