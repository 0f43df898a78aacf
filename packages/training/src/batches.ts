import type { TensorData } from '@better-attention/tfjs-onnx';
import type { Batch } from './problem.js';

/** Examples that can be fetched by position. */
export interface Examples {
  readonly size: number;
  /** The fields of the examples at `positions`, stacked in their order. */
  batch(positions: Uint32Array): Readonly<Record<string, TensorData>>;
}

/** A batch of the full size, and how many of its examples count. */
export interface WeightedBatch {
  readonly batch: Batch;
  readonly count: number;
}

/** How many batches `size` examples fill, the last of them perhaps in part. */
export function batchCount(size: number, batchSize: number): number {
  return Math.ceil(size / batchSize);
}

/**
 * The `number`-th batch of examples in a given order. The last batch is filled up with its own first example at
 * weight 0, so that shapes stay static and the mean over the batch stays that of the examples that count.
 */
export function weightedBatch(
  examples: Examples,
  order: Uint32Array,
  batchSize: number,
  number: number,
): WeightedBatch {
  const chosen = order.subarray(number * batchSize, (number + 1) * batchSize);
  const positions = new Uint32Array(batchSize).fill(chosen[0] as number);
  positions.set(chosen);
  const weight = new Float32Array(batchSize).fill(1, 0, chosen.length);
  return { batch: { ...examples.batch(positions), weight }, count: chosen.length };
}

/** 0 … size − 1. */
export function inOrder(size: number): Uint32Array {
  return Uint32Array.from({ length: size }, (_, position) => position);
}
