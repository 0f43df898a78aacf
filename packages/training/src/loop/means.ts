import type { Metrics, WeightedMetrics } from '../engine/engine.js';

/** Joins the means of batches into those of all that they count. */
export interface RunningMeans {
  add(metrics: WeightedMetrics): void;
  /** The means so far. */
  value(): Metrics;
}

/** Means of nothing yet. */
export function runningMeans(): RunningMeans {
  const sums: Record<string, number> = {};
  let total = 0;
  return {
    add({ weight, ...means }) {
      for (const [name, mean] of Object.entries(means)) sums[name] = (sums[name] ?? 0) + mean * weight;
      total += weight;
    },
    value: () => Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum / total])),
  };
}
