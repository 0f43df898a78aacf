import { type Examples, inOrder, weightedBatch } from './batches.js';
import type { Trainer } from './engine.js';

const WARM_UP = 5;
const REPEATS = 50;

/** Milliseconds of one pass over a batch without dropout: the median of 50 after 5 to warm up. */
export async function inferenceTime(
  trainer: Trainer,
  examples: Examples,
  batchSize: number,
): Promise<number> {
  const batch = await weightedBatch(examples, inOrder(examples.size), batchSize, 0);
  const times: number[] = [];
  for (let repeat = 0; repeat < WARM_UP + REPEATS; repeat++) {
    const started = performance.now();
    await trainer.evaluate(batch);
    times.push(performance.now() - started);
  }
  return median(times.slice(WARM_UP));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}
