import type { Metrics } from '../engine/engine.js';

/** Metrics of which the lowest value is the best; of all others the highest is. */
const LOWEST_IS_BEST: ReadonlySet<string> = new Set(['loss', 'perplexity']);

/** Whether the metrics of a later epoch are better than those of the best one before it: equal ones aren't. */
export function isBetter(metric: string, later: Metrics, best: Metrics): boolean {
  const [value, other] = [later[metric] as number, best[metric] as number];
  return LOWEST_IS_BEST.has(metric) ? value < other : value > other;
}
