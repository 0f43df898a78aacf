import type { RandomStream } from '@better-attention/random';
/** How a bootstrap interval is made. */
export interface BootstrapOptions {
  random: RandomStream;
  /** How often the values are drawn again; 10,000 unless told. */
  resamples?: number;
  /** The interval's coverage; 0.95 unless told. */
  confidence?: number;
}
/**
 * The bias-corrected and accelerated bootstrap interval of a mean; none of fewer than three values.
 *
 * Source: Efron (1987), “Better bootstrap confidence intervals”, JASA 82(397).
 */
export declare function bootstrapInterval(
  values: readonly number[],
  { random, resamples, confidence }: BootstrapOptions,
): readonly [low: number, high: number] | undefined;
/** The means of `resamples` samples of the same size, drawn with replacement. */
export declare function resampledMeans(
  values: readonly number[],
  random: RandomStream,
  resamples: number,
): Float64Array;
/** The interval that given resampled means support. Equal values give an interval of no width. */
export declare function bcaInterval(
  values: readonly number[],
  means: Float64Array,
  confidence: number,
): readonly [low: number, high: number];
