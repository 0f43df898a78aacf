import { setImmediate } from 'node:timers/promises';
import type { Metrics, Trainer } from '../engine/engine.js';
import { ahead, batchCount, type Examples, inOrder, weightedBatch } from './batches.js';
import { runningMeans } from './means.js';

/** How examples are evaluated. */
export interface EvaluateOptions {
  readonly batchSize: number;
  /** Ends the evaluation between two batches: it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** The means of a part of the data, without dropout and augmentation. */
export async function evaluate(
  trainer: Trainer,
  examples: Examples,
  { batchSize, signal }: EvaluateOptions,
): Promise<Metrics> {
  const order = inOrder(examples.size);
  const batches = ahead(batchCount(examples.size, batchSize), (number) =>
    weightedBatch(examples, order, batchSize, number),
  );
  const means = runningMeans();
  for await (const batch of batches) {
    signal?.throwIfAborted();
    means.add(await trainer.evaluate(batch));
    await setImmediate();
  }
  return means.value();
}
