import { mean } from './describe.js';
import { type BySeed, type PairedTest, pairedDifferences, pairedTTest } from './paired.js';

/** Positive values divided by others: the geometric mean over the seeds that both have. */
export interface PairedRatio {
  readonly ratio: number;
  /** 95 % interval (Student's t on the logarithms); none of fewer than three seeds. */
  readonly interval: readonly [low: number, high: number] | undefined;
  /** Two-sided, of Student's t test against a ratio of 1, uncorrected; none where there is no interval. */
  readonly p: number | undefined;
  /** That test, of the logarithms. */
  readonly test: PairedTest | undefined;
}

/** `values / others`, paired by seed. */
export function pairedRatio(values: BySeed, others: BySeed): PairedRatio {
  return ratioOfLogarithms(pairedDifferences(logarithms(values), logarithms(others)));
}

/** The ratio whose logarithm some values estimate, one a repetition. */
export function ratioOfLogarithms(logarithms: readonly number[]): PairedRatio {
  const test = pairedTTest(logarithms);
  const [low, high] = test?.interval.map(Math.exp) ?? [];
  return {
    ratio: Math.exp(mean(logarithms)),
    interval: low === undefined || high === undefined ? undefined : [low, high],
    p: test?.p,
    test,
  };
}

function logarithms(values: BySeed): Map<number, number> {
  return new Map([...values].map(([seed, value]) => [seed, Math.log(value)]));
}
