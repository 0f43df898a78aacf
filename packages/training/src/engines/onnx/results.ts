import type { RowTerms } from '@better-attention/tfjs-onnx/runtime';
import type { WeightedMetrics } from '../../engine/engine.js';

/** A gradient as it leaves its graph: as it is, or as the rows of an embedding that are to be added up. */
export type Gradient = Float32Array | RowTerms;

/** What the graph of a gradient writes. */
export interface Results {
  /** One a parameter. */
  readonly gradients: readonly Gradient[];
  /** A number each. */
  readonly metrics: readonly Float32Array[];
}

/**
 * The mean of a whole batch from those of its parts and their weights. A part of weight 0 doesn't count, whatever its mean
 * is; where none counts, it is 0.
 */
export function joinedMean(means: readonly number[], weights: readonly number[]): number {
  let [sum, whole] = [0, 0];
  weights.forEach((weight, part) => {
    whole += weight;
    if (weight !== 0) sum += weight * (means[part] as number);
  });
  return whole === 0 ? 0 : sum / whole;
}

/** Metrics by name from arrays of one number each. */
export function namedMetrics(names: readonly string[], values: Results['metrics']): WeightedMetrics {
  return Object.fromEntries(names.map((name, at) => [name, values[at]?.[0]])) as WeightedMetrics;
}
