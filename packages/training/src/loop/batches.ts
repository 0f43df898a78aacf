import type { RandomStream } from '@better-attention/random';
import type { Batch } from '../problem/problem.js';

/** Examples that can be fetched by position. */
export interface Examples {
  readonly size: number;
  /**
   * The fields of the examples at `positions`, stacked in their order.
   *
   * @param augmentation the stream that random changes of a training step are drawn from; without it, nothing is changed
   */
  batch(positions: Uint32Array, augmentation?: RandomStream): Batch | Promise<Batch>;
}

/** How many batches `size` examples fill, the last of them perhaps in part. */
export function batchCount(size: number, batchSize: number): number {
  return Math.ceil(size / batchSize);
}

/**
 * The `number`-th batch of examples in a given order. The last batch is filled up with its own first example at
 * `weight` 0, so that shapes stay static and the mean over the batch stays that of the examples that count.
 */
export async function weightedBatch(
  examples: Examples,
  order: Uint32Array,
  batchSize: number,
  number: number,
  augmentation?: RandomStream,
): Promise<Batch> {
  const chosen = order.subarray(number * batchSize, (number + 1) * batchSize);
  const positions = new Uint32Array(batchSize).fill(chosen[0] as number);
  positions.set(chosen);
  const weight = new Float32Array(batchSize).fill(1, 0, chosen.length);
  return { ...(await examples.batch(positions, augmentation)), weight };
}

/** 0 … size − 1. */
export function inOrder(size: number): Uint32Array {
  return Uint32Array.from({ length: size }, (_, position) => position);
}

/** What `make` gives for 0 … count − 1, in order; while one is used, the next is in the making. */
export async function* ahead<Value>(
  count: number,
  make: (number: number) => Promise<Value>,
): AsyncGenerator<Value> {
  const started = (number: number) => {
    const value = make(number);
    value.catch(() => {});
    return value;
  };
  let next = count > 0 ? started(0) : undefined;
  for (let number = 1; next !== undefined; number++) {
    const current: Promise<Value> = next;
    next = number < count ? started(number) : undefined;
    yield await current;
  }
}
