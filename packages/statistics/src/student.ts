import { lastPointFromZero } from './bisection.js';

/**
 * P(|T| ≥ |t|) for Student's t with a whole number of degrees of freedom, by the finite series.
 *
 * Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4.
 *
 * @throws RangeError when the degrees of freedom aren't a positive integer
 */
export function studentTwoSided(t: number, degreesOfFreedom: number): number {
  if (!Number.isInteger(degreesOfFreedom) || degreesOfFreedom < 1) {
    throw new RangeError(
      `Student's t: expected a positive integer of degrees of freedom, got ${degreesOfFreedom}`,
    );
  }
  const angle = Math.atan2(Math.abs(t), Math.sqrt(degreesOfFreedom));
  const odd = degreesOfFreedom % 2 === 1;
  const cosineSquared = Math.cos(angle) ** 2;
  let term = odd ? Math.cos(angle) : 1;
  let sum = degreesOfFreedom === 1 ? 0 : term;
  for (let order = odd ? 3 : 2; order <= degreesOfFreedom - 2; order += 2) {
    term *= ((order - 1) / order) * cosineSquared;
    sum += term;
  }
  const within = odd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
  return Math.max(0, 1 - within);
}

/** P(T ≥ t). */
export function studentUpper(t: number, degreesOfFreedom: number): number {
  const beyond = studentTwoSided(t, degreesOfFreedom) / 2;
  return t >= 0 ? beyond : 1 - beyond;
}

/** The t with P(|T| ≤ t) = `confidence`, by bisection. */
export function studentCritical(confidence: number, degreesOfFreedom: number): number {
  return lastPointFromZero((t) => studentTwoSided(t, degreesOfFreedom) > 1 - confidence, 1);
}
