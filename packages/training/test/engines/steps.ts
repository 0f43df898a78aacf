import { textClassifier } from '@better-attention/models';
import { randomStream } from '@better-attention/random';
import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import {
  adam,
  type Batch,
  classification,
  correctClasses,
  dropoutMasks,
  type Metrics,
  type ParameterArrays,
  type ShapedArray,
  type Snapshot,
  type Trainer,
  type TrainingProblem,
} from '../../src/index.js';
import { weightedBatch } from '../../src/loop/batches.js';
import { examples, problem } from '../problems.js';

const data = examples(40, 1);
const order = Uint32Array.from({ length: 40 }, (_, at) => at);
/** Batches of the small problem. */
export const batchOf = (number: number) => weightedBatch(data, order, problem.batchSize, number % 5);

/** Steps `first` … `first` + `count` − 1 of a training whose batches and masks depend on their number alone. */
export async function train(
  trainer: Trainer,
  first: number,
  count: number,
  batch: (number: number) => Batch | Promise<Batch> = batchOf,
): Promise<Metrics[]> {
  const metrics: Metrics[] = [];
  for (let number = first; number < first + count; number++) {
    const masks = dropoutMasks(trainer.dropoutSites, randomStream(0, number));
    metrics.push(await trainer.train({ batch: await batch(number), masks }));
  }
  return metrics;
}

/** MiB by which 2,000 steps after the first 400 raise the memory that is left between collections of garbage. */
export async function memoryGrowth(
  trainer: Trainer,
  batch: (number: number) => Batch | Promise<Batch>,
): Promise<number> {
  const leastOver = async (from: number, to: number) => {
    let least = Number.POSITIVE_INFINITY;
    for (let first = from; first < to; first += 20) {
      await train(trainer, first, 20, batch);
      least = Math.min(least, process.memoryUsage().rss);
    }
    return least;
  };
  await leastOver(0, 400);
  const before = await leastOver(400, 900);
  await leastOver(900, 1900);
  return ((await leastOver(1900, 2400)) - before) / 2 ** 20;
}

/** A problem whose optimiser subtracts the gradient as it is. */
export const descent = (problem: TrainingProblem): TrainingProblem => ({
  ...problem,
  optimiser: {
    name: 'descent',
    settings: {},
    slots: [],
    scalars: () => ({}),
    update: (parameter, gradient) => ({ parameter: tf.sub(parameter, gradient), slots: {} }),
  },
});

/** A text classifier of one block. */
export const classifier = (mechanism: string): TrainingProblem => {
  const model = textClassifier({
    vocabularySize: 50,
    length: 8,
    modelWidth: 16,
    heads: 4,
    hiddenWidth: 16,
    headWidth: 6,
    classes: 2,
    dropout: 0.1,
    mechanism,
  });
  return {
    fields: { tokens: { shape: [8], dtype: 'int32' }, label: { shape: [], dtype: 'int32' } },
    batchSize: 16,
    optimiser: adam(),
    init: model.init,
    loss: (parameters, { tokens, label, weight }, dropout) => {
      const { logits } = model.apply(parameters as never, { tokens } as never, { dropout });
      return classification(logits as never, label as never, weight as never);
    },
    evaluate: (parameters, { tokens, label, weight }) => {
      const { logits, features } = model.apply(parameters as never, { tokens } as never, {
        returnFeatures: true,
      });
      return {
        metrics: classification(logits, label as never, weight as never),
        correct: correctClasses(logits, label as never),
        active: tf.greater(tf.max(features as tf.Tensor, 0), 0),
      };
    },
  };
};

/** Which examples an evaluation marks as right are those that its accuracy counts, and units are on or off. */
export async function expectMarks(trainer: Trainer): Promise<void> {
  const batch = classifierBatch(3);
  const weight = batch.weight as Float32Array;
  weight.fill(0, 11);
  const { metrics, correct } = await trainer.evaluate(batch);
  const right = weight.reduce((sum, each, at) => sum + each * (correct?.[at] as number), 0);
  expect(right).toBeGreaterThan(0);
  expect(right).toBeLessThan(11);
  expect(metrics.weight).toBe(11);
  expect(metrics.accuracy).toBeCloseTo(right / 11, 6);
  expect(correct).toHaveLength(16);
  const { parameters } = await trainer.snapshot();
  const bias = parameters['head.bias'] as ShapedArray;
  const values = Float32Array.from(bias.values, (value, unit) => (unit === 4 ? value + 1e6 : -1e6));
  await trainer.writeParameters({ ...parameters, 'head.bias': { ...bias, values } });
  expect((await trainer.evaluate(batch)).active).toEqual(Uint8Array.of(0, 0, 0, 0, 1, 0));
  await trainer.writeParameters(parameters);
}

export function classifierBatch(number: number): Batch {
  const random = randomStream(1, number);
  return {
    tokens: Int32Array.from({ length: 16 * 8 }, () => random.integer(50)),
    label: Int32Array.from({ length: 16 }, () => random.integer(2)),
    weight: new Float32Array(16).fill(1),
  };
}

export const lossesOf = (metrics: readonly Metrics[]) => metrics.map(({ loss }) => loss as number);

/** The largest relative error of the losses is below the tolerance. */
export function expectLosses(
  found: readonly Metrics[],
  expected: readonly Metrics[],
  tolerance: number,
): void {
  const errors = lossesOf(found).map((loss, at) => Math.abs(loss / (lossesOf(expected)[at] as number) - 1));
  expect(Math.max(...errors)).toBeLessThan(tolerance);
}

/** Every array differs by less than a thousandth of its largest element. */
export function expectSnapshot(found: Snapshot, expected: Snapshot): void {
  const others = groupsOf(expected);
  expect(groupsOf(found).map(([group]) => group)).toEqual(others.map(([group]) => group));
  groupsOf(found).forEach(([group, arrays], at) => {
    expectArrays(arrays, (others[at] as (typeof others)[0])[1], group);
  });
}

/** The arrays of a snapshot in groups: those of the parameters, and those of each slot. */
const groupsOf = ({ parameters, slots }: Snapshot) => [
  ['parameters', parameters] as const,
  ...Object.entries(slots),
];

function expectArrays(found: ParameterArrays, expected: ParameterArrays, group: string): void {
  expect(Object.keys(found), group).toEqual(Object.keys(expected));
  for (const [name, array] of Object.entries(found)) {
    const other = expected[name] as ShapedArray;
    expect(array.shape).toEqual(other.shape);
    const largest = Math.max(...other.values.map(Math.abs));
    const error = Math.max(...array.values.map((x, at) => Math.abs(x - (other.values[at] as number))));
    expect(error, `${group}.${name}`).toBeLessThan(1e-3 * largest + 1e-6);
  }
}
