import { lastPoint } from './bisection.js';

const TAIL = 8.3;

/**
 * The standard normal distribution function, to about 1e-15 absolutely.
 *
 * Source: Marsaglia (2004), “Evaluating the normal distribution”, Journal of Statistical Software 11(4).
 */
export function normalCdf(z: number): number {
  if (z < -TAIL) return 0;
  if (z > TAIL) return 1;
  let term = z;
  let sum = z;
  for (let odd = 3; sum !== sum + term; odd += 2) {
    term *= (z * z) / odd;
    sum += term;
  }
  return 0.5 + (sum * Math.exp(-0.5 * z * z)) / Math.sqrt(2 * Math.PI);
}

/** The inverse of {@link normalCdf}, by bisection. */
export function normalQuantile(probability: number): number {
  return lastPoint((z) => normalCdf(z) < probability, -TAIL, TAIL);
}
