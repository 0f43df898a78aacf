import { lastPointFromZero } from './bisection.js';
import { normalCdf } from './normal.js';

/**
 * P(X ≥ x) of the chi-square distribution with a whole number of degrees of freedom, by the finite series.
 *
 * Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.4.4 and 26.4.5.
 *
 * @throws RangeError when the degrees of freedom aren't a positive integer
 */
export function chiSquareUpper(x: number, degreesOfFreedom: number): number {
  if (!Number.isInteger(degreesOfFreedom) || degreesOfFreedom < 1) {
    throw new RangeError(
      `chi-square: expected a positive integer of degrees of freedom, got ${degreesOfFreedom}`,
    );
  }
  if (x <= 0) return 1;
  const odd = degreesOfFreedom % 2 === 1;
  let term = (odd ? Math.sqrt((2 * x) / Math.PI) : 1) * Math.exp(-x / 2);
  let sum = degreesOfFreedom === 1 ? 0 : term;
  for (let order = odd ? 3 : 2; order <= degreesOfFreedom - 2; order += 2) {
    term *= x / order;
    sum += term;
  }
  return Math.min(1, sum + (odd ? 2 * normalCdf(-Math.sqrt(x)) : 0));
}

/** The x with P(X ≤ x) = `probability`, by bisection. */
export function chiSquareQuantile(probability: number, degreesOfFreedom: number): number {
  return lastPointFromZero((x) => chiSquareUpper(x, degreesOfFreedom) > 1 - probability, degreesOfFreedom);
}

/**
 * The interval of a standard deviation of which a sample's is known, for values from a normal distribution.
 *
 * @param confidence its coverage, 0.8 unless told
 */
export function deviationInterval(
  deviation: number,
  degreesOfFreedom: number,
  confidence = 0.8,
): readonly [low: number, high: number] {
  const end = (probability: number) =>
    deviation * Math.sqrt(degreesOfFreedom / chiSquareQuantile(probability, degreesOfFreedom));
  return [end((1 + confidence) / 2), end((1 - confidence) / 2)];
}
