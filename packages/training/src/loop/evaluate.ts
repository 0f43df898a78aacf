import { setImmediate } from 'node:timers/promises';
import type { Metrics, Trainer } from '../engine/engine.js';
import { ahead, batchCount, type Examples, inOrder, weightedBatch } from './batches.js';
import { runningMeans } from './means.js';

/** How examples are evaluated. */
export interface EvaluateOptions {
  readonly batchSize: number;
  /** Called before each batch; the evaluation ends with what it throws. */
  readonly beforeBatch?: (() => Promise<void>) | undefined;
}

/** The means of a part of the data, without dropout and augmentation. */
export async function evaluate(
  trainer: Trainer,
  examples: Examples,
  { batchSize, beforeBatch }: EvaluateOptions,
): Promise<Metrics> {
  const order = inOrder(examples.size);
  const batches = ahead(batchCount(examples.size, batchSize), (number) =>
    weightedBatch(examples, order, batchSize, number),
  );
  const means = runningMeans();
  for await (const batch of batches) {
    await beforeBatch?.();
    means.add(await trainer.evaluate(batch));
    await setImmediate();
  }
  return means.value();
}
