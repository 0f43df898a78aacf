import { FEWEST_SEEDS, mean, standardDeviation } from './describe.js';
import { studentCritical } from './student.js';

/** Student's t interval of a mean, 95 % unless told; none of fewer than three values, of no width for equal ones. */
export function meanInterval(
  values: readonly number[],
  confidence = 0.95,
): readonly [low: number, high: number] | undefined {
  if (values.length < FEWEST_SEEDS) return undefined;
  const centre = mean(values);
  const standardError = (standardDeviation(values) as number) / Math.sqrt(values.length);
  const reach = studentCritical(confidence, values.length - 1) * standardError;
  return [centre - reach, centre + reach];
}
