import { setImmediate } from 'node:timers/promises';
import type { Metrics, Trainer } from '../engine/engine.js';
import { dropoutMasks } from '../problem/dropout.js';
import { ahead, batchCount, weightedBatch } from './batches.js';
import type { BegunEpoch, BestEpoch, Checkpoint, EpochResult } from './checkpoint.js';
import { requireFinite } from './divergence.js';
import { evaluate } from './evaluate.js';
import { located, requireCounted } from './located.js';
import { type LoopOptions, requireOptions } from './loop-options.js';
import { runningMeans } from './means.js';
import { type CheckpointMoments, checkpointMoments } from './moments.js';
import { isBetter } from './selection.js';

/** What a training measured; the trainer holds the parameters of the best epoch afterwards. */
export interface TrainingResult {
  readonly epochs: readonly EpochResult[];
  /** The first epoch with the best value of the selected metric. */
  readonly bestEpoch: number;
  readonly test: Metrics;
  /** A byte a test example in their order, 1 where the model is right; absent where the problem doesn't tell. */
  readonly correct?: Uint8Array;
  /** All epochs: a training that resumes from it tests again, and nothing else. */
  readonly checkpoint: Checkpoint;
}

/**
 * Trains epoch by epoch, validates after each, and tests the parameters of the epoch with the best validation.
 *
 * @throws RangeError before the first step, when an option is out of its range, a part has no examples, or the problem has
 *   no metric of the name to select by
 * @throws LabelError naming a label that no class has, and its example
 * @throws RangeError when nothing of a part counts, as when all its labels are padding
 * @throws DivergenceError when a metric of the training, the validation or the test is not a finite number
 */
export async function train(trainer: Trainer, options: LoopOptions): Promise<TrainingResult> {
  requireOptions(trainer, options);
  const { epochs, select, batchSize, validation, test, resume, onProgress } = options;
  const completed: EpochResult[] = [...(resume?.epochs ?? [])];
  let { begun, best }: Pick<Checkpoint, 'begun' | 'best'> = resume ?? {};
  const moments = checkpointMoments(trainer, { epochs: completed, begun, best }, options);
  const evaluation = { batchSize, beforeBatch: moments.stopIfAsked };
  if (resume?.last !== undefined) await trainer.restore(resume.last);

  for (let epoch = completed.length + 1; epoch <= epochs; epoch++) {
    const trained = await trainEpoch(trainer, options, { completed, begun, best, moments });
    const { metrics: validated, deadUnits } = await evaluate(trainer, validation, {
      ...evaluation,
      part: 'validation',
    });
    requireFinite(validated, { part: 'validation', epoch, completed });
    const before = best && completed[best.epoch - 1];
    if (before === undefined || isBetter(select, validated, before.validation)) {
      best = { epoch, parameters: await trainer.readParameters() };
    }
    completed.push({
      epoch,
      ...trained,
      validation: validated,
      ...(deadUnits !== undefined && { deadUnits }),
    });
    begun = undefined;
    const steps = batchCount(options.train.size, batchSize);
    onProgress?.({ epoch, epochs, step: steps, steps, train: trained.train, validation: validated });
    await moments.offer({ epochs: completed, best });
  }

  const tested = best as BestEpoch;
  await trainer.writeParameters(tested.parameters);
  const { metrics, correct } = await evaluate(trainer, test, { ...evaluation, part: 'test' });
  requireFinite(metrics, { part: 'test', epoch: tested.epoch, completed });
  const checkpoint = { epochs: completed, best };
  const result = { epochs: completed, bestEpoch: tested.epoch, test: metrics, checkpoint };
  return correct === undefined ? result : { ...result, correct };
}

/** Where an epoch begins or goes on. */
interface EpochStart extends Pick<Checkpoint, 'begun' | 'best'> {
  readonly completed: readonly EpochResult[];
  readonly moments: CheckpointMoments;
}

const NOT_BEGUN: BegunEpoch = { steps: 0, means: { sums: {}, weight: 0 }, trainSeconds: 0 };

/** The steps of an epoch that aren't taken yet. */
async function trainEpoch(
  trainer: Trainer,
  { train: examples, batchSize, epochs, random, onProgress }: LoopOptions,
  { completed, begun = NOT_BEGUN, best, moments }: EpochStart,
): Promise<Pick<EpochResult, 'train' | 'trainSeconds'>> {
  const epoch = completed.length + 1;
  const order = random.derive('order', epoch).permutation(examples.size);
  const steps = batchCount(examples.size, batchSize);
  const batches = ahead(steps - begun.steps, (number) => {
    const step = begun.steps + number;
    return weightedBatch(examples, order, batchSize, step, random.derive('augmentation', epoch, step));
  });
  const means = runningMeans(begun.means);
  let { steps: step, trainSeconds } = begun;
  let masks: Uint8Array[] | undefined;
  let started = performance.now();

  for await (const batch of batches) {
    await moments.stopIfAsked();
    masks = dropoutMasks(trainer.dropoutSites, random.derive('dropout', epoch, step), masks);
    const first = step * batchSize;
    const place = { part: 'training' as const, position: (row: number) => order[first + row] as number };
    const metrics = await located(trainer.train({ batch, masks }), place);
    requireFinite(metrics, { part: 'training', epoch, completed });
    means.add(metrics);
    await setImmediate();
    step++;
    onProgress?.({ epoch, epochs, step, steps, train: means.value() });
    trainSeconds += (performance.now() - started) / 1000;
    const position = { epochs: completed, begun: { steps: step, means: means.soFar(), trainSeconds }, best };
    await moments.offer(position);
    started = performance.now();
  }
  requireCounted(means.soFar().weight, 'training', examples.size);
  return { train: means.value(), trainSeconds };
}
