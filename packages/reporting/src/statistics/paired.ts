import { FEWEST_SEEDS } from './bootstrap.js';
import { mean, standardDeviation } from './describe.js';
import { studentTwoSided } from './student.js';

/** Values by seed. */
export type BySeed = ReadonlyMap<number, number>;

/** left − right for every seed that both have, in the order of the seeds. */
export function pairedDifferences(left: BySeed, right: BySeed): number[] {
  return [...left.keys()]
    .filter((seed) => right.has(seed))
    .sort((first, second) => first - second)
    .map((seed) => (left.get(seed) as number) - (right.get(seed) as number));
}

/** Student's t test of paired differences against a mean of zero, two-sided. */
export interface PairedTest {
  mean: number;
  t: number;
  degreesOfFreedom: number;
  p: number;
}

/** The test; none of fewer than three differences. Equal differences give p = 0, or p = 1 when they are zero. */
export function pairedTTest(differences: readonly number[]): PairedTest | undefined {
  if (differences.length < FEWEST_SEEDS) return undefined;
  const centre = mean(differences);
  const spread = standardDeviation(differences) as number;
  const degreesOfFreedom = differences.length - 1;
  const t = centre === 0 ? 0 : centre / (spread / Math.sqrt(differences.length));
  return { mean: centre, t, degreesOfFreedom, p: studentTwoSided(t, degreesOfFreedom) };
}
