import type { RandomStream } from '@better-attention/random';
import type { Metrics, Trainer } from '../engine/engine.js';
import { positiveInteger, requireNumber } from '../options/options.js';
import { batchCount, type Examples } from './batches.js';
import type { Checkpoint, CheckpointMoment } from './checkpoint.js';

/** What the loop trains and how long. */
export interface LoopOptions {
  readonly train: Examples;
  readonly validation: Examples;
  readonly test: Examples;
  readonly batchSize: number;
  readonly epochs: number;
  /**
   * The metric of the validation part that selects the epoch which is tested, e.g. `accuracy`: the lowest `loss` or
   * `perplexity`, the highest of any other.
   */
  readonly select: string;
  /** Streams `order`, `augmentation` and `dropout` are derived from it. */
  readonly random: RandomStream;
  /** Where to go on; a training that goes on ends with the bits of one that was never interrupted. */
  readonly resume?: Checkpoint | undefined;
  /** Called after each step and each epoch. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /**
   * Called after each step, after the validation of each epoch, and once more when the signal ends the training. The
   * training waits for it, and what it takes isn't training time.
   */
  readonly onCheckpoint?: ((moment: CheckpointMoment) => Promise<void>) | undefined;
  /** Ends the training between two batches: the loop offers a last moment for a checkpoint and rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** How far a training is. */
export interface Progress {
  readonly epoch: number;
  readonly epochs: number;
  /** Steps of this epoch that are done. */
  readonly step: number;
  readonly steps: number;
  /** Means of the epoch so far. */
  readonly train: Metrics;
  /** Present once the epoch is validated. */
  readonly validation?: Metrics;
}

/** Checks what a training is given. @throws RangeError that says what can't be trained with */
export function requireOptions(trainer: Trainer, options: LoopOptions): void {
  const { batchSize, epochs, select } = options;
  requireNumber('training: batchSize', batchSize, positiveInteger);
  requireNumber('training: epochs', epochs, positiveInteger);
  for (const part of ['train', 'validation', 'test'] as const) {
    if (options[part].size > 0) continue;
    throw new RangeError(`training: ${part}: expected at least 1 example, got ${options[part].size}`);
  }
  if (!trainer.metrics.includes(select)) {
    throw new RangeError(
      `training: no metric '${select}' to select by; expected one of ${trainer.metrics.join(', ')}`,
    );
  }
  requireResumable(options);
}

/** A checkpoint can be of another training: it must not be ahead of this one, and have what the rest needs. */
function requireResumable({ resume, epochs, train, batchSize }: LoopOptions): void {
  if (resume === undefined) return;
  const { epochs: completed, begun, last, best } = resume;
  const steps = batchCount(train.size, batchSize);
  const fits =
    completed.length <= epochs &&
    (begun?.steps ?? 0) <= steps &&
    (completed.length === epochs ? begun === undefined : last !== undefined) &&
    (best === undefined ? completed.length === 0 : completed[best.epoch - 1] !== undefined);
  if (fits) return;
  throw new RangeError(
    `training: resume: a checkpoint after ${completed.length} epochs and ${begun?.steps ?? 0} steps doesn't fit ${epochs} epochs of ${steps} steps`,
  );
}
