import { type RandomStream, randomStream } from '@better-attention/random';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type Batch,
  classification,
  DivergenceError,
  dropoutMasks,
  type Engine,
  type LoopOptions,
  type Optimiser,
  onnxEngine,
  type Progress,
  type Trainer,
  type TrainingProblem,
  type TrainingStep,
  train,
  type WeightedMetrics,
  wasmEngine,
} from '../../src/index.js';
import { evaluate } from '../../src/loop/evaluate.js';
import { examples, problem, texts, tokenProblem } from '../problems.js';

const options: LoopOptions = {
  train: examples(50, 1),
  validation: examples(20, 2),
  test: examples(20, 3),
  batchSize: problem.batchSize,
  epochs: 4,
  select: 'accuracy',
  random: randomStream(0),
};

let engine: Engine;
beforeAll(async () => {
  engine = await wasmEngine();
});

async function trained(overrides: Partial<LoopOptions> = {}) {
  const trainer = await engine.prepare(problem, randomStream(0, 'initialisation'));
  const result = await train(trainer, { ...options, ...overrides });
  const snapshot = await trainer.snapshot();
  await trainer.dispose();
  return { result, snapshot };
}

describe('train', () => {
  it('learns', async () => {
    const { result } = await trained({ train: examples(400, 1), epochs: 8 });
    expect(result.test.accuracy).toBeGreaterThan(0.5);
    expect(result.epochs.at(-1)?.train.loss).toBeLessThan(result.epochs[0]?.train.loss as number);
  });

  it('gives the same bits for the same seed and others for another', async () => {
    const [first, second, other] = [
      await trained(),
      await trained(),
      await trained({ random: randomStream(1) }),
    ];
    expect(second.snapshot).toEqual(first.snapshot);
    expect(second.result.test).toEqual(first.result.test);
    expect(other.snapshot).not.toEqual(first.snapshot);
  });

  it('tests the parameters of the first epoch with the best validation', async () => {
    const { result } = await trained({ epochs: 8 });
    const values = result.epochs.map(({ validation }) => validation.accuracy as number);
    expect(result.bestEpoch).toBe(values.indexOf(Math.max(...values)) + 1);
    const best = await trained({ epochs: result.bestEpoch });
    expect(best.result.test).toEqual(result.test);
  });

  it.each(['loss', 'accuracy'])('selects the lowest loss and the highest of others: %s', async (select) => {
    const trainer = await engine.prepare(problem, randomStream(0, 'initialisation'));
    const values = [3, 1, 4, 2].map((value) => ({ loss: value, accuracy: value / 10, weight: 8 }));
    let calls = 0;
    const stated: Trainer = {
      ...trainer,
      evaluate: async () => ({ metrics: values[calls++ % 4] as (typeof values)[0] }),
    };
    const one = examples(8, 2);
    const { bestEpoch } = await train(stated, { ...options, validation: one, test: one, select });
    await trainer.dispose();
    expect(bestEpoch).toBe(select === 'loss' ? 2 : 3);
  });

  it('joins the means of batches by what they count', async () => {
    const trainer = await engine.prepare(problem, randomStream(0, 'initialisation'));
    const losses = [1, 4, 10];
    const weights = [6, 3, 1];
    let batch = -1;
    const stated: Trainer = {
      ...trainer,
      evaluate: async () => {
        batch++;
        return { metrics: { loss: losses[batch] as number, weight: weights[batch] as number } };
      },
    };
    expect(await evaluate(stated, examples(24, 1), { ...options, part: 'test' })).toEqual({
      metrics: { loss: (6 + 12 + 10) / 10 },
    });
  });

  it('tells which test examples are right, in their order, without what fills up the last batch', async () => {
    const { result } = await trained({ train: examples(400, 1) });
    const { correct, test } = result;
    expect(correct).toHaveLength(20);
    const right = (correct as Uint8Array).reduce((sum, flag) => sum + flag, 0);
    expect(test.accuracy).toBeCloseTo(right / 20, 6);
    const part = options.test;
    const reversed = {
      size: part.size,
      batch: (positions: Uint32Array) => part.batch(positions.map((position) => 19 - position)),
    };
    const other = await trained({ train: examples(400, 1), test: reversed });
    expect([...(other.result.correct as Uint8Array)].reverse()).toEqual([...(correct as Uint8Array)]);
    expect(new Set(correct)).toEqual(new Set([0, 1]));
    expect(result.epochs[0]).not.toHaveProperty('deadUnits');
  });

  it('counts the units that are off for every validation example, epoch by epoch', async () => {
    const trainer = await engine.prepare(problem, randomStream(0, 'initialisation'));
    const answers = [
      [1, 0, 0],
      [0, 0, 0],
      [0, 0, 1],
      [0, 0, 0],
      [0, 1, 0],
      [0, 0, 0],
    ];
    let asked = 0;
    const stated: Trainer = {
      ...trainer,
      evaluate: async (batch) => ({
        ...(await trainer.evaluate(batch)),
        active: Uint8Array.from(answers[asked++] ?? [0, 0, 0]),
      }),
    };
    const { epochs } = await train(stated, { ...options, epochs: 2 });
    await trainer.dispose();
    expect(epochs.map(({ deadUnits }) => deadUnits)).toEqual([1, 2]);
  });

  it('draws the changes of each training step from a stream of its own, and none for evaluation', async () => {
    const draws: (number | undefined)[] = [];
    const watched = (size: number, seed: number) => {
      const plain = examples(size, seed);
      return {
        size,
        batch: (positions: Uint32Array, augmentation?: RandomStream) => {
          draws.push(augmentation?.uniform());
          return plain.batch(positions);
        },
      };
    };
    const parts = { train: watched(16, 1), validation: watched(8, 2), test: watched(8, 3) };
    await trained({ ...parts, epochs: 2 });
    const first = draws.splice(0);
    expect(first.map((draw) => draw !== undefined)).toEqual([true, true, false, true, true, false, false]);
    expect(new Set(first.filter((draw) => draw !== undefined)).size).toBe(4);
    await trained({ ...parts, epochs: 2 });
    expect(draws).toEqual(first);
  });

  it('draws the masks of each step, into the arrays of the one before', async () => {
    const trainer = await engine.prepare(problem, randomStream(0, 'initialisation'));
    const given: (readonly Uint8Array[])[] = [];
    const copies: Uint8Array[][] = [];
    const watched: Trainer = {
      ...trainer,
      train: (step) => {
        given.push(step.masks);
        copies.push(step.masks.map((mask) => mask.slice()));
        return trainer.train({ ...step, masks: copies.at(-1) as Uint8Array[] });
      },
    };
    await train(watched, { ...options, train: examples(24, 1), epochs: 1 });
    const ofStep = (step: number) =>
      dropoutMasks(trainer.dropoutSites, options.random.derive('dropout', 1, step));
    expect(copies).toEqual([0, 1, 2].map(ofStep));
    expect(given.flat().every((mask, at) => mask === given[0]?.[at % trainer.dropoutSites.length])).toBe(
      true,
    );
    const fromCopies = await trainer.snapshot();
    await trainer.dispose();
    expect((await trained({ train: examples(24, 1), epochs: 1 })).snapshot).toEqual(fromCopies);
  });

  it('weights the smaller last batch by its examples', async () => {
    const trainer = await engine.prepare(problem, randomStream(0, 'initialisation'));
    const whole = await evaluate(trainer, examples(19, 5), { ...options, part: 'test' });
    const losses: number[] = [];
    for (let position = 0; position < 19; position++) {
      const one = examples(19, 5);
      const single = { size: 1, batch: (_: Uint32Array) => one.batch(new Uint32Array(8).fill(position)) };
      losses.push((await evaluate(trainer, single, { ...options, part: 'test' })).metrics.loss as number);
    }
    expect(whole.metrics.loss).toBeCloseTo(losses.reduce((sum, loss) => sum + loss, 0) / 19, 5);
  });

  it('reports progress that ends each epoch with its validation', async () => {
    const seen: Progress[] = [];
    await trained({ epochs: 2, onProgress: (progress) => seen.push(progress) });
    expect(seen.filter(({ validation }) => validation !== undefined).map(({ epoch }) => epoch)).toEqual([
      1, 2,
    ]);
    expect(Math.max(...seen.map(({ step, steps }) => step / steps))).toBe(1);
  });

  it('stops between two steps when it is told to', async () => {
    const controller = new AbortController();
    let calls = 0;
    const stopped = trained({
      signal: controller.signal,
      onProgress: () => {
        if (++calls === 3) controller.abort(new Error('enough'));
      },
    });
    await expect(stopped).rejects.toThrow('enough');
    expect(calls).toBe(3);
  });

  describe('ends where a number is not finite', () => {
    type Numbers = Readonly<Record<string, number>>;
    /** What training ends with when a function of its trainer gives other metrics from a call on. */
    async function ended(method: 'train' | 'evaluate', from: number, changes: Numbers) {
      const trainer = await engine.prepare(problem, randomStream(0, 'initialisation'));
      let calls = 0;
      const changed = (metrics: WeightedMetrics) => (++calls < from ? metrics : { ...metrics, ...changes });
      const broken: Trainer = {
        ...trainer,
        ...(method === 'train'
          ? { train: async (step: TrainingStep) => changed(await trainer.train(step)) }
          : {
              evaluate: async (batch: Batch) => ({
                metrics: changed((await trainer.evaluate(batch)).metrics),
              }),
            }),
      };
      const error = await train(broken, options).catch((reason: DivergenceError) => reason);
      await trainer.dispose();
      expect(error).toBeInstanceOf(DivergenceError);
      const { part, epoch, metric, value, completed, message } = error as DivergenceError;
      return { part, epoch, metric, value, completed: completed.length, message };
    }

    it('in training', async () => {
      expect(await ended('train', 1, { loss: Number.NaN })).toEqual({
        part: 'training',
        epoch: 1,
        metric: 'loss',
        value: Number.NaN,
        completed: 0,
        message: 'training diverged: the training loss is NaN in epoch 1; try a lower learning rate',
      });
      const step = 2 * 7 + 3;
      expect(await ended('train', step, { accuracy: Number.POSITIVE_INFINITY })).toMatchObject({
        part: 'training',
        epoch: 3,
        metric: 'accuracy',
        completed: 2,
      });
    });

    it('in the validation, also of one batch', async () => {
      expect(await ended('evaluate', 3, { loss: Number.NEGATIVE_INFINITY })).toEqual({
        part: 'validation',
        epoch: 1,
        metric: 'loss',
        value: Number.NEGATIVE_INFINITY,
        completed: 0,
        message: 'training diverged: the validation loss is -Infinity in epoch 1; try a lower learning rate',
      });
      expect(await ended('evaluate', 3 + 1, { accuracy: Number.NaN })).toMatchObject({
        part: 'validation',
        epoch: 2,
        metric: 'accuracy',
        completed: 1,
      });
    });

    it('in the test, with the epoch whose parameters are tested', async () => {
      const { result } = await trained();
      expect(await ended('evaluate', 4 * 3 + 1, { loss: Number.NaN })).toEqual({
        part: 'test',
        epoch: result.bestEpoch,
        metric: 'loss',
        value: Number.NaN,
        completed: 4,
        message: `training diverged: the test loss is NaN in epoch ${result.bestEpoch}; try a lower learning rate`,
      });
    });

    it('in a parameter after the last update, which the validation finds', async () => {
      const last: Optimiser = {
        name: 'last',
        settings: {},
        slots: [],
        scalars: (step) => ({ factor: step < 7 ? 1 : Number.NaN }),
        update: (parameter, _, __, { factor }) => ({
          parameter: tf.mul(parameter, factor as tf.Tensor),
          slots: {},
        }),
      };
      for (const of of [engine, await onnxEngine({ threads: 1 })]) {
        const trainer = await of.prepare({ ...problem, optimiser: last }, randomStream(0, 'initialisation'));
        const error = await train(trainer, { ...options, epochs: 1 }).catch((reason: unknown) => reason);
        await trainer.dispose();
        expect(error).toMatchObject({
          name: 'DivergenceError',
          part: 'validation',
          epoch: 1,
          metric: 'loss',
        });
      }
    });
  });

  it.each([
    [{ epochs: 0 }, 'training: epochs: expected a positive integer, got 0'],
    [{ epochs: 1.5 }, 'training: epochs: expected a positive integer, got 1.5'],
    [{ batchSize: Number.NaN }, 'training: batchSize: expected a positive integer, got NaN'],
    [{ batchSize: '8' as never }, "training: batchSize: expected a positive integer, got '8'"],
    [{ train: examples(0, 1) }, 'training: train: expected at least 1 example, got 0'],
    [{ validation: examples(0, 1) }, 'training: validation: expected at least 1 example, got 0'],
    [{ test: examples(0, 1) }, 'training: test: expected at least 1 example, got 0'],
    [{ select: 'bleu' }, "training: no metric 'bleu' to select by; expected one of loss, accuracy"],
    [{ select: 'weight' }, "training: no metric 'weight' to select by; expected one of loss, accuracy"],
  ] as [Partial<LoopOptions>, string][])('refuses before the first step %j', async (overrides, message) => {
    const onProgress = () => expect.fail('took a step');
    await expect(trained({ onProgress, ...overrides })).rejects.toThrow(new RangeError(message));
  });

  describe.each(['onnx', 'wasm'])('on the engine %s', (name) => {
    const trainedOn = async (of: TrainingProblem, overrides: Partial<LoopOptions>) => {
      const trainer = await (name === 'onnx' ? await onnxEngine({ threads: 1 }) : engine).prepare(
        of,
        randomStream(0, 'initialisation'),
      );
      return train(trainer, { ...options, epochs: 1, ...overrides }).finally(() => trainer.dispose());
    };
    const labelled = (size: number, position: number, label: number) => {
      const right = examples(size, 1);
      const batch = (positions: Uint32Array) => {
        const given = right.batch(positions);
        const labels = (given.label as Int32Array).map((each, at) =>
          positions[at] === position ? label : each,
        );
        return { ...given, label: labels };
      };
      return { size, batch };
    };
    const oneLogit: TrainingProblem = {
      fields: problem.fields,
      batchSize: problem.batchSize,
      optimiser: problem.optimiser,
      init: () => ({ kernel: tf.ones([4, 1]) }),
      loss(parameters, { tokens, label, weight }) {
        const { kernel } = parameters as { kernel: tf.Tensor2D };
        const logits = tf.matMul(tf.cast(tokens as tf.Tensor2D, 'float32'), kernel) as tf.Tensor2D;
        return classification(logits, label as tf.Tensor1D, weight as tf.Tensor1D);
      },
    };

    it.each([
      ['train', 'training', 4],
      ['train', 'training', -1],
      ['validation', 'validation', 1_000],
      ['test', 'test', 4],
    ] as const)(
      'names a label that no class has, and its example, in the %s part',
      async (part, said, label) => {
        await expect(trainedOn(problem, { [part]: labelled(20, 13, label) })).rejects.toThrow(
          `labels: expected integers from 0 to 3, got ${label} in example 13 of the ${said} part`,
        );
      },
    );

    it('knows two classes of one logit', async () => {
      const twos = {
        size: 20,
        batch: (positions: Uint32Array) => ({
          ...examples(20, 1).batch(positions),
          label: new Int32Array(positions.length).fill(2),
        }),
      };
      await expect(trainedOn(oneLogit, { train: twos })).rejects.toThrow(
        /^labels: expected integers from 0 to 1, got 2 in example \d+ of the training part$/,
      );
    });

    it('takes a batch that counts for nothing as nothing, and refuses a part of such', async () => {
      const tokens = { ...tokenProblem, batchSize: 2 };
      const all = texts([
        [1, 2],
        [0, 0],
        [0, 0],
        [3, 1],
      ]);
      const padding = texts([
        [0, 0],
        [0, 0],
      ]);
      const { epochs, test } = await trainedOn(tokens, {
        train: all,
        validation: all,
        test: all,
        batchSize: 2,
        select: 'loss',
      });
      const numbers = [epochs[0]?.train, epochs[0]?.validation, test].flatMap((each) =>
        Object.values(each ?? {}),
      );
      expect(numbers.length).toBe(6);
      expect(numbers.every(Number.isFinite)).toBe(true);
      for (const part of ['train', 'validation', 'test'] as const) {
        const named = part === 'train' ? 'training' : part;
        const parts = { train: all, validation: all, test: all, [part]: padding };
        await expect(trainedOn(tokens, { ...parts, batchSize: 2, select: 'loss' })).rejects.toThrow(
          new RangeError(
            `training: nothing of the ${named} part counts: of its 2 examples, no label is anything but padding`,
          ),
        );
      }
    });
  });

  it.each(['onnx', 'wasm'])('refuses a problem whose numbers are out of range: %s', async (name) => {
    const of = name === 'onnx' ? await onnxEngine({ threads: 1 }) : engine;
    const refusal = (changes: Partial<TrainingProblem>) =>
      of.prepare({ ...problem, ...changes }, randomStream(0)).catch((error: Error) => error);
    expect(await refusal({ batchSize: 0 })).toEqual(
      new RangeError('training problem: batchSize: expected a positive integer, got 0'),
    );
    expect(await refusal({ clipNorm: -1 })).toEqual(
      new RangeError('training problem: clipNorm: expected a finite number above 0, got -1'),
    );
  });

  it('selects the first epoch with the lowest loss, and the first with the highest of anything else', async () => {
    const losses = [3, 1, 2, 1];
    const accuracies = [0.5, 0.2, 0.7, 0.7];
    const bestBy = async (select: string) => {
      const trainer = await engine.prepare(problem, randomStream(0, 'initialisation'));
      let epoch = 0;
      const stated: Trainer = {
        ...trainer,
        evaluate: async ({ weight }) => ({
          metrics: {
            loss: losses[epoch] ?? 0,
            accuracy: accuracies[epoch] ?? 0,
            weight: weight?.length ?? 0,
          },
        }),
      };
      const { bestEpoch } = await train(stated, {
        ...options,
        select,
        onProgress: ({ validation }) => {
          if (validation !== undefined) epoch++;
        },
      });
      await trainer.dispose();
      return bestEpoch;
    };
    expect([await bestBy('loss'), await bestBy('accuracy')]).toEqual([2, 3]);
  });

  it('names the metrics when there is none to select by', async () => {
    await expect(trained({ select: 'bleu' })).rejects.toThrow(
      "no metric 'bleu' to select by; expected one of loss, accuracy",
    );
  });
});
