import { setImmediate } from 'node:timers/promises';
import type { RandomStream } from '@better-attention/random';
import type { Metrics, Snapshot, Trainer } from '../engine/engine.js';
import { dropoutMasks } from '../problem/dropout.js';
import { ahead, batchCount, type Examples, weightedBatch } from './batches.js';
import { evaluate } from './evaluate.js';
import { runningMeans } from './means.js';

/** What the loop trains and how long. */
export interface LoopOptions {
  readonly train: Examples;
  readonly validation: Examples;
  readonly test: Examples;
  readonly batchSize: number;
  readonly epochs: number;
  /** The metric of the validation part whose highest value selects the epoch that is tested, e.g. `accuracy`. */
  readonly select: string;
  /** Streams `order`, `augmentation` and `dropout` are derived from it. */
  readonly random: RandomStream;
  /** Where to go on; a training that goes on ends with the bits of one that was never interrupted. */
  readonly resume?: Checkpoint | undefined;
  /** Called after each step and each epoch. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Called after each epoch but the last. `make` copies what it takes to go on from there: call it where that is wanted. */
  readonly onCheckpoint?: ((make: () => Promise<Checkpoint>) => Promise<void>) | undefined;
  /** Ends the training between two steps: the loop rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** A training after some of its epochs. */
export interface Checkpoint {
  readonly epochs: readonly EpochResult[];
  /** The arrays after the last of the epochs. */
  readonly last: Snapshot;
  readonly best: BestEpoch;
}

/** The first epoch with the highest selected metric. */
export interface BestEpoch {
  readonly epoch: number;
  readonly value: number;
  readonly snapshot: Snapshot;
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

/** The measurements of one epoch. */
export interface EpochResult {
  readonly epoch: number;
  readonly train: Metrics;
  readonly validation: Metrics;
  /** Seconds of training steps, with making their batches, without the evaluation. */
  readonly trainSeconds: number;
}

/** What a training measured; the trainer holds the parameters of the best epoch afterwards. */
export interface TrainingResult {
  readonly epochs: readonly EpochResult[];
  /** The first epoch with the highest selected metric. */
  readonly bestEpoch: number;
  readonly test: Metrics;
}

/** A training that left the finite numbers. */
export class DivergenceError extends Error {
  override readonly name = 'DivergenceError';
  constructor(
    /** The epoch of the first loss that is not finite. */
    readonly epoch: number,
    /** The epochs before it. */
    readonly completed: readonly EpochResult[],
  ) {
    super(`training diverged: the loss is not a finite number in epoch ${epoch}; try a lower learning rate`);
  }
}

/** Trains epoch by epoch, validates after each, and tests the parameters of the epoch with the best validation. */
export async function train(trainer: Trainer, options: LoopOptions): Promise<TrainingResult> {
  const { epochs, select, resume, onCheckpoint } = options;
  const completed: EpochResult[] = [...(resume?.epochs ?? [])];
  let best = resume?.best;
  if (resume !== undefined) await trainer.restore(resume.last);

  for (let epoch = completed.length + 1; epoch <= epochs; epoch++) {
    const result = await trainEpoch(trainer, options, epoch);
    if (result === undefined) throw new DivergenceError(epoch, completed);
    completed.push(result);
    const value = selected(result.validation, select);
    if (best === undefined || value > best.value) best = { epoch, value, snapshot: await trainer.snapshot() };
    if (epoch < epochs) await onCheckpoint?.(checkpointMaker(trainer, completed, best));
  }

  if (best === undefined) throw new RangeError(`training: expected at least 1 epoch, got ${epochs}`);
  await trainer.restore(best.snapshot);
  return { epochs: completed, bestEpoch: best.epoch, test: await evaluate(trainer, options.test, options) };
}

/** Makes the checkpoint after the epochs that are completed; the arrays of a best epoch that is the last are not copied again. */
function checkpointMaker(
  trainer: Trainer,
  completed: readonly EpochResult[],
  best: BestEpoch,
): () => Promise<Checkpoint> {
  return async () => ({
    epochs: [...completed],
    last: best.epoch === completed.length ? best.snapshot : await trainer.snapshot(),
    best,
  });
}

/** One epoch and its validation, or nothing when the loss leaves the finite numbers. */
async function trainEpoch(
  trainer: Trainer,
  options: LoopOptions,
  epoch: number,
): Promise<EpochResult | undefined> {
  const { train: examples, batchSize, epochs, random, signal, onProgress } = options;
  const order = random.derive('order', epoch).permutation(examples.size);
  const steps = batchCount(examples.size, batchSize);
  const batches = ahead(steps, (number) =>
    weightedBatch(examples, order, batchSize, number, random.derive('augmentation', epoch, number)),
  );
  const means = runningMeans();
  const started = performance.now();
  let step = 0;

  for await (const batch of batches) {
    signal?.throwIfAborted();
    const masks = dropoutMasks(trainer.dropoutSites, random.derive('dropout', epoch, step));
    const metrics = await trainer.train({ batch, masks });
    if (!Number.isFinite(metrics.loss)) return undefined;
    means.add(metrics);
    await setImmediate();
    step++;
    onProgress?.({ epoch, epochs, step, steps, train: means.value() });
  }
  const trainSeconds = (performance.now() - started) / 1000;

  const train = means.value();
  const validation = await evaluate(trainer, options.validation, options);
  onProgress?.({ epoch, epochs, step, steps, train, validation });
  return { epoch, train, validation, trainSeconds };
}

function selected(metrics: Metrics, name: string): number {
  const value = metrics[name];
  if (value !== undefined) return value;
  throw new Error(
    `training: no metric '${name}' to select by; expected one of ${Object.keys(metrics).join(', ')}`,
  );
}
