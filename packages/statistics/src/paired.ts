import { mean, standardDeviation } from './describe.js';
import { meanInterval } from './interval.js';
import { studentTwoSided } from './student.js';

/** Values by seed. */
export type BySeed = ReadonlyMap<number, number>;

/** The seeds that both have, ascending. */
export function sharedSeeds(left: BySeed, right: BySeed): number[] {
  return [...left.keys()].filter((seed) => right.has(seed)).sort((first, second) => first - second);
}

/** left − right for every seed that both have, in the order of the seeds. */
export function pairedDifferences(left: BySeed, right: BySeed): number[] {
  return sharedSeeds(left, right).map((seed) => (left.get(seed) as number) - (right.get(seed) as number));
}

/** Student's t test of paired differences against a mean of zero, two-sided. */
export interface PairedTest {
  readonly mean: number;
  /** Of the mean. */
  readonly standardError: number;
  /** 95 % interval of the mean. */
  readonly interval: readonly [low: number, high: number];
  readonly t: number;
  readonly degreesOfFreedom: number;
  readonly p: number;
}

/** The test; none of fewer than three differences. Equal differences give p = 0, or p = 1 when they are zero. */
export function pairedTTest(differences: readonly number[]): PairedTest | undefined {
  const interval = meanInterval(differences);
  if (interval === undefined) return undefined;
  const centre = mean(differences);
  const spread = standardDeviation(differences) as number;
  const standardError = spread / Math.sqrt(differences.length);
  const degreesOfFreedom = differences.length - 1;
  const t = centre === 0 ? 0 : centre / standardError;
  return {
    mean: centre,
    standardError,
    interval,
    t,
    degreesOfFreedom,
    p: studentTwoSided(t, degreesOfFreedom),
  };
}
