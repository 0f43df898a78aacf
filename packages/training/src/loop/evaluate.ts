import { setImmediate } from 'node:timers/promises';
import type { Metrics, Trainer } from '../engine/engine.js';
import { ahead, batchCount, type Examples, inOrder, weightedBatch } from './batches.js';
import type { Part } from './divergence.js';
import { located, requireCounted } from './located.js';
import { type PartMarks, runningMarks } from './marks.js';
import { runningMeans } from './means.js';

/** How examples are evaluated. */
export interface EvaluateOptions {
  /** Which part of the data it is, for errors. */
  readonly part: Part;
  readonly batchSize: number;
  /** Called before each batch; the evaluation ends with what it throws. */
  readonly beforeBatch?: (() => Promise<void>) | undefined;
}

/** What a part of the data gives, without dropout and augmentation. */
export interface EvaluatedPart extends PartMarks {
  /** Means over the part. */
  readonly metrics: Metrics;
}

/** Evaluates a part of the data batch by batch. @throws LabelError, and RangeError where nothing of the part counts */
export async function evaluate(
  trainer: Trainer,
  examples: Examples,
  { part, batchSize, beforeBatch }: EvaluateOptions,
): Promise<EvaluatedPart> {
  const order = inOrder(examples.size);
  const batches = ahead(batchCount(examples.size, batchSize), (number) =>
    weightedBatch(examples, order, batchSize, number),
  );
  const means = runningMeans();
  const marks = runningMarks(examples.size);
  let examplesBefore = 0;
  for await (const batch of batches) {
    await beforeBatch?.();
    const before = examplesBefore;
    const place = { part, position: (row: number) => before + row };
    const { metrics, ...told } = await located(trainer.evaluate(batch), place);
    examplesBefore += batchSize;
    means.add(metrics);
    marks.add(told);
    await setImmediate();
  }
  requireCounted(means.soFar().weight, part, examples.size);
  return { metrics: means.value(), ...marks.value() };
}
