import { SIGNIFICANCE } from '@better-attention/statistics';
import { betterSign } from '../input/metrics.js';
import { headlineOf, type TrainingTableInput } from '../input/tables.js';
import type { Difference } from './differences.js';

/** Whether a difference from Standard is decided: its t test, corrected over the claim that is about the mechanism. */
function isDecided({ correction, pilot }: Difference): boolean {
  return !pilot && correction !== undefined && correction.p < SIGNIFICANCE;
}

/** Whether a mechanism's headline is better than Standard's, and decidedly. */
export function isDecidedlyBetter(
  table: TrainingTableInput,
  differences: readonly Difference[],
  mechanism: string,
): boolean {
  const found = differences.find((difference) => difference.mechanism.mechanism === mechanism);
  if (!found?.comparison || !isDecided(found)) return false;
  return betterSign(headlineOf(table)) * found.comparison.test.mean > 0;
}
