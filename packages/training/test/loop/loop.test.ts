import { type RandomStream, randomStream } from '@better-attention/random';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  DivergenceError,
  type Engine,
  type LoopOptions,
  type Progress,
  type Trainer,
  train,
  wasmEngine,
} from '../../src/index.js';
import { evaluate } from '../../src/loop/evaluate.js';
import { examples, problem } from '../problems.js';

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

  it('joins the means of batches by what they count', async () => {
    const trainer = await engine.prepare(problem, randomStream(0, 'initialisation'));
    const losses = [1, 4, 10];
    const weights = [6, 3, 1];
    let batch = -1;
    const stated: Trainer = {
      ...trainer,
      evaluate: async () => {
        batch++;
        return { loss: losses[batch] as number, weight: weights[batch] as number };
      },
    };
    expect(await evaluate(stated, examples(24, 1), options)).toEqual({ loss: (6 + 12 + 10) / 10 });
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

  it('weights the smaller last batch by its examples', async () => {
    const trainer = await engine.prepare(problem, randomStream(0, 'initialisation'));
    const whole = await evaluate(trainer, examples(19, 5), options);
    const losses: number[] = [];
    for (let position = 0; position < 19; position++) {
      const one = examples(19, 5);
      const single = { size: 1, batch: (_: Uint32Array) => one.batch(new Uint32Array(8).fill(position)) };
      losses.push((await evaluate(trainer, single, options)).loss as number);
    }
    expect(whole.loss).toBeCloseTo(losses.reduce((sum, loss) => sum + loss, 0) / 19, 5);
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

  it('ends with the epoch when the loss is not a number', async () => {
    const trainer = await engine.prepare(problem, randomStream(0, 'initialisation'));
    const broken: Trainer = {
      ...trainer,
      train: async (step) => ({ ...(await trainer.train(step)), loss: Number.NaN }),
    };
    const error = await train(broken, options).catch((reason) => reason);
    expect(error).toBeInstanceOf(DivergenceError);
    expect(error.message).toBe(
      'training diverged: the training loss is NaN in epoch 1; try a lower learning rate',
    );
  });

  it('names the metrics when there is none to select by', async () => {
    await expect(trained({ select: 'bleu' })).rejects.toThrow(
      "no metric 'bleu' to select by; expected one of loss, accuracy",
    );
  });
});
