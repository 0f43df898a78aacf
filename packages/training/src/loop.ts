import { setImmediate } from 'node:timers/promises';
import type { RandomStream } from '@better-attention/random';
import { batchCount, type Examples, inOrder, type WeightedBatch, weightedBatch } from './batches.js';
import { dropoutMasks } from './dropout.js';
import type { Metrics, Snapshot, Trainer } from './engine.js';

/** What the loop trains and how long. */
export interface LoopOptions {
  readonly train: Examples;
  readonly validation: Examples;
  readonly test: Examples;
  readonly batchSize: number;
  readonly epochs: number;
  /** The metric of the validation part whose highest value selects the epoch that is tested, e.g. `accuracy`. */
  readonly select: string;
  /** Streams `order` and `dropout` are derived from it. */
  readonly random: RandomStream;
  /** Called after each call of the engine and each epoch. */
  readonly onProgress?: (progress: Progress) => void;
  /** Ends the training between two calls of the engine: the loop rejects with the signal's reason. */
  readonly signal?: AbortSignal;
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

/**
 * Trains epoch by epoch, validates after each, and tests the parameters of the epoch with the best validation.
 * Means are weighted by examples: the smaller last batch counts for what it holds.
 */
export async function train(trainer: Trainer, options: LoopOptions): Promise<TrainingResult> {
  const epochs: EpochResult[] = [];
  let best: { epoch: number; value: number; snapshot: Snapshot } | undefined;

  for (let epoch = 1; epoch <= options.epochs; epoch++) {
    const { train: metrics, trainSeconds } = await trainEpoch(trainer, options, epoch);
    if (!Number.isFinite(metrics.loss)) throw new DivergenceError(epoch, epochs);
    const validation = await evaluate(trainer, options.validation, options);
    epochs.push({ epoch, train: metrics, validation, trainSeconds });
    const value = selected(validation, options.select);
    if (best === undefined || value > best.value) best = { epoch, value, snapshot: await trainer.snapshot() };
    const steps = batchCount(options.train.size, options.batchSize);
    options.onProgress?.({ epoch, epochs: options.epochs, step: steps, steps, train: metrics, validation });
  }

  if (best === undefined) throw new RangeError(`training: expected at least 1 epoch, got ${options.epochs}`);
  await trainer.restore(best.snapshot);
  return { epochs, bestEpoch: best.epoch, test: await evaluate(trainer, options.test, options) };
}

async function trainEpoch(
  trainer: Trainer,
  options: LoopOptions,
  epoch: number,
): Promise<{ train: Metrics; trainSeconds: number }> {
  const { train: examples, batchSize, random } = options;
  const order = random.derive('order', epoch).permutation(examples.size);
  const steps = batchCount(examples.size, batchSize);
  const mean = weightedMean();
  const started = performance.now();

  for (let first = 0; first < steps; first += trainer.stepsPerCall) {
    options.signal?.throwIfAborted();
    const numbers = range(first, Math.min(first + trainer.stepsPerCall, steps));
    const batches = numbers.map((number) => weightedBatch(examples, order, batchSize, number));
    const results = await trainer.train(
      batches.map(({ batch }, at) => ({
        batch,
        masks: dropoutMasks(trainer.dropoutSites, random.derive('dropout', epoch, numbers[at] as number)),
      })),
    );
    mean.add(results, batches);
    await setImmediate();
    const step = first + batches.length;
    options.onProgress?.({ epoch, epochs: options.epochs, step, steps, train: mean.value() });
  }
  return { train: mean.value(), trainSeconds: (performance.now() - started) / 1000 };
}

/** The means of a part of the data over its examples, without dropout. */
export async function evaluate(
  trainer: Trainer,
  examples: Examples,
  { batchSize, signal }: Pick<LoopOptions, 'batchSize' | 'signal'>,
): Promise<Metrics> {
  const order = inOrder(examples.size);
  const batches = batchCount(examples.size, batchSize);
  const mean = weightedMean();
  for (let first = 0; first < batches; first += trainer.stepsPerCall) {
    signal?.throwIfAborted();
    const group = range(first, Math.min(first + trainer.stepsPerCall, batches)).map((number) =>
      weightedBatch(examples, order, batchSize, number),
    );
    mean.add(await trainer.evaluate(group.map(({ batch }) => batch)), group);
    await setImmediate();
  }
  return mean.value();
}

function selected(metrics: Metrics, name: string): number {
  const value = metrics[name];
  if (value === undefined) {
    throw new Error(
      `training: no metric '${name}' to select by; expected one of ${Object.keys(metrics).join(', ')}`,
    );
  }
  return value;
}

function weightedMean() {
  const sums: Record<string, number> = {};
  let total = 0;
  return {
    add(metrics: readonly Metrics[], batches: readonly WeightedBatch[]) {
      metrics.forEach((values, at) => {
        const { count } = batches[at] as WeightedBatch;
        for (const [name, value] of Object.entries(values)) sums[name] = (sums[name] ?? 0) + value * count;
        total += count;
      });
    },
    value: (): Metrics => Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum / total])),
  };
}

function range(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, offset) => start + offset);
}
