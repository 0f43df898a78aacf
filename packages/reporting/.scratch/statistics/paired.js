import { FEWEST_SEEDS, mean, standardDeviation } from './describe.js';
import { studentCritical, studentTwoSided } from './student.js';
/** The seeds that both have, ascending. */
export function sharedSeeds(left, right) {
  return [...left.keys()].filter((seed) => right.has(seed)).sort((first, second) => first - second);
}
/** left − right for every seed that both have, in the order of the seeds. */
export function pairedDifferences(left, right) {
  return sharedSeeds(left, right).map((seed) => left.get(seed) - right.get(seed));
}
/** The test; none of fewer than three differences. Equal differences give p = 0, or p = 1 when they are zero. */
export function pairedTTest(differences) {
  if (differences.length < FEWEST_SEEDS) return undefined;
  const centre = mean(differences);
  const spread = standardDeviation(differences);
  const standardError = spread / Math.sqrt(differences.length);
  const degreesOfFreedom = differences.length - 1;
  const t = centre === 0 ? 0 : centre / standardError;
  const reach = studentCritical(0.95, degreesOfFreedom) * standardError;
  return {
    mean: centre,
    standardError,
    interval: [centre - reach, centre + reach],
    t,
    degreesOfFreedom,
    p: studentTwoSided(t, degreesOfFreedom),
  };
}
