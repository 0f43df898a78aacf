import utilities from 'node:util';
import { randomStream } from '@better-attention/random';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mechanisms } from '../../../attention/src/index.js';
import { type Engine, onnxEngine, type Trainer, tensorflowEngine } from '../../src/index.js';
import { problem } from '../problems.js';
import { hasAddon, leftOut } from './addon.js';
import {
  batchOf,
  classifier,
  classifierBatch,
  expectLosses,
  expectMarks,
  expectSnapshot,
  lossesOf,
  train,
} from './steps.js';

const CPU = '@tensorflow/tfjs-node';

describe.runIf(hasAddon(CPU))(`tensorflow engine${leftOut(CPU)}`, () => {
  let engine: Engine;
  const trainers: Trainer[] = [];
  const prepare = async (on: Engine, of = problem) => {
    const trainer = await on.prepare(of, randomStream(0));
    trainers.push(trainer);
    return trainer;
  };
  beforeAll(async () => {
    for (const removed of ['isNullOrUndefined', 'isArray']) {
      delete (utilities as unknown as Record<string, unknown>)[removed];
    }
    engine = await tensorflowEngine({ threads: 1 });
  });
  afterAll(() => Promise.all(trainers.map((trainer) => trainer.dispose())));

  it('names the device and what does the work', () => {
    const { name, device, versions } = engine;
    expect({ name, device, versions }).toEqual({
      name: 'tensorflow',
      device: 'cpu',
      versions: {
        '@tensorflow/tfjs-core': '4.22.0',
        '@tensorflow/tfjs-node': '4.22.0',
        tensorflow: expect.stringMatching(/^2\.\d+\.\d+$/),
      },
    });
  });

  it('takes 40 steps as the onnx engine does, step by step within 0.01 %, and evaluates the same', async () => {
    const [ours, theirs] = [await prepare(engine), await prepare(await onnxEngine())];
    expect(ours.dropoutSites).toEqual(theirs.dropoutSites);
    const [found, expected] = [await train(ours, 0, 40), await train(theirs, 0, 40)];
    console.log(sideBySide(lossesOf(found), lossesOf(expected)));
    expect(lossesOf(found).at(-1)).toBeLessThan(0.8 * (lossesOf(found)[0] as number));
    expectLosses(found, expected, 1e-4);
    const [one, other] = [await ours.evaluate(await batchOf(0)), await theirs.evaluate(await batchOf(0))];
    expectLosses([one.metrics], [other.metrics], 1e-4);
  });

  it('tells which examples are right and which units are on', async () => {
    await expectMarks(await prepare(engine, classifier('super')));
  });

  it.each([...mechanisms.keys()])(
    'trains the text classifier with %s attention as the onnx engine does',
    async (mechanism) => {
      const [ours, theirs] = [
        await prepare(engine, classifier(mechanism)),
        await prepare(await onnxEngine({ threads: 1 }), classifier(mechanism)),
      ];
      const [found, expected] = [
        await train(ours, 0, 20, classifierBatch),
        await train(theirs, 0, 20, classifierBatch),
      ];
      expectLosses(found, expected, 1e-4);
      expectSnapshot(await ours.snapshot(), await theirs.snapshot());
    },
  );

  it('goes on from a snapshot as if it had never stopped', async () => {
    const trainer = await prepare(engine);
    await train(trainer, 0, 5);
    const snapshot = await trainer.snapshot();
    const straight = await train(trainer, 5, 5);
    await trainer.restore(snapshot);
    expectLosses(await train(trainer, 5, 5), straight, 1e-6);
  });

  it('keeps no tensors from step to step, and computes on its own backend after another was chosen', async () => {
    const trainer = await prepare(engine);
    await train(trainer, 0, 1);
    const before = tf.memory().numTensors;
    await tf.setBackend('cpu');
    await train(trainer, 1, 2);
    expect(tf.getBackend()).toBe('tensorflow');
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses another number of threads than TensorFlow has', async () => {
    await expect(tensorflowEngine({ threads: 2 })).rejects.toThrow(
      'TensorFlow runs on 1 threads in this process already',
    );
  });
});

/** A table of the losses before each fifth step. */
function sideBySide(tensorflow: readonly number[], onnx: readonly number[]): string {
  const rows = tensorflow.flatMap((loss, step) =>
    step % 5 === 0
      ? [
          `${step}`.padStart(4) +
            loss.toFixed(7).padStart(13) +
            (onnx[step] as number).toFixed(7).padStart(13),
        ]
      : [],
  );
  return ['step   tensorflow         onnx', ...rows].join('\n');
}
