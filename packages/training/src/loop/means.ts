import type { Metrics, WeightedMetrics } from '../engine/engine.js';

/** Sums of weighted means, and the sum of their weights. */
export interface MeansSoFar {
  readonly sums: Metrics;
  readonly weight: number;
}

/** Joins the means of batches into those of all that they count. */
export interface RunningMeans {
  add(metrics: WeightedMetrics): void;
  /** The means so far. */
  value(): Metrics;
  /** What it takes to go on. */
  soFar(): MeansSoFar;
}

/** Means of nothing yet, or of what was added before. */
export function runningMeans(before: MeansSoFar = { sums: {}, weight: 0 }): RunningMeans {
  const sums: Record<string, number> = { ...before.sums };
  let total = before.weight;
  return {
    add({ weight, ...means }) {
      for (const [name, mean] of Object.entries(means)) sums[name] = (sums[name] ?? 0) + mean * weight;
      total += weight;
    },
    value: () => Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum / total])),
    soFar: () => ({ sums: { ...sums }, weight: total }),
  };
}
