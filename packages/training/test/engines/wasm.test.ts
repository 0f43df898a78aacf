import { randomStream } from '@better-attention/random';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  dropoutMasks,
  type Engine,
  type ShapedArray,
  type Snapshot,
  type Trainer,
  wasmEngine,
} from '../../src/index.js';
import { weightedBatch } from '../../src/loop/batches.js';
import { examples, problem } from '../problems.js';
import { classifier, expectMarks } from './steps.js';

let engine: Engine;
let trainer: Trainer;
beforeAll(async () => {
  engine = await wasmEngine();
  trainer = await engine.prepare(problem, randomStream(0));
});
afterAll(() => trainer.dispose());

const order = Uint32Array.from({ length: 40 }, (_, at) => at);
const step = async (number: number) => ({
  batch: await weightedBatch(examples(40, 1), order, problem.batchSize, number % 5),
  masks: dropoutMasks(trainer.dropoutSites, randomStream(0, number)),
});

describe('wasm engine', () => {
  it('finds where dropout is applied', () => {
    expect(trainer.dropoutSites).toEqual([
      { shape: [8, 4, 3], rate: 0.2 },
      { shape: [8, 3], rate: 0.5 },
    ]);
  });

  it('refuses a GPU', async () => {
    await expect(wasmEngine({ device: 'cuda' })).rejects.toThrow(
      "wasm engine: device 'cuda': WebAssembly runs on the CPU alone; choose the engine tensorflow or onnx, or the device cpu",
    );
  });

  it('tells which examples are right and which units are on', async () => {
    const other = await engine.prepare(classifier('super'), randomStream(0));
    await expectMarks(other);
    await other.dispose();
  });

  it('keeps no tensors from step to step', async () => {
    await trainer.train(await step(0));
    const before = tf.memory().numTensors;
    await trainer.train(await step(1));
    await trainer.train(await step(2));
    await trainer.evaluate((await step(3)).batch);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('goes on from a snapshot as if it had never stopped', async () => {
    const snapshot = await trainer.snapshot();
    const twoSteps = async () => [await trainer.train(await step(4)), await trainer.train(await step(5))];
    const straight = await twoSteps();
    await trainer.restore(snapshot);
    expect(await twoSteps()).toEqual(straight);
  });

  it('takes other parameters for evaluation, and nothing else', async () => {
    const own = await trainer.snapshot();
    const { batch } = await step(6);
    const before = tf.memory().numTensors;
    const metrics = await trainer.evaluate(batch);
    await trainer.train(await step(7));
    const after = await trainer.snapshot();
    await trainer.writeParameters(own.parameters);
    expect(await trainer.evaluate(batch)).toEqual(metrics);
    expect(await trainer.readParameters()).toEqual(own.parameters);
    expect(await trainer.snapshot()).toEqual({ ...after, parameters: own.parameters });
    expect(tf.memory().numTensors).toBe(before);
    await expect(trainer.writeParameters({})).rejects.toThrow("parameters: 'embedding' is missing");
  });

  it('refuses the snapshot of another model and names what differs', async () => {
    const snapshot = await trainer.snapshot();
    const { 'head.bias': bias, ...parameters } = snapshot.parameters;
    const refusal = async (changes: Partial<Snapshot>) => {
      const { message } = (await trainer
        .restore({ ...snapshot, ...changes })
        .catch((error) => error)) as Error;
      return message;
    };
    expect(await refusal({ parameters })).toBe("snapshot: parameters: 'head.bias' is missing");
    const short = { ...parameters, 'head.bias': { shape: [3], values: new Float32Array(3) } };
    expect(await refusal({ parameters: short })).toBe(
      "snapshot: parameters: 'head.bias' is of shape [3], in this model it is [4]",
    );
    const more = { ...snapshot.parameters, other: bias as ShapedArray };
    expect(await refusal({ parameters: more })).toBe(
      "snapshot: parameters: 'other' is not part of this model",
    );
    const { mean, variance } = snapshot.slots as Record<string, typeof parameters>;
    expect(await refusal({ slots: { mean: mean as typeof parameters } })).toBe(
      "snapshot: slot variance: 'embedding' is missing",
    );
    expect(await refusal({ slots: { ...snapshot.slots, meanSquare: variance as typeof parameters } })).toBe(
      "snapshot: slots: 'meanSquare' is not part of the optimiser adam",
    );
  });

  it('sums the gradient of a repeated token', async () => {
    const table = tf.tensor2d([0, 0, 0, 0, 0, 0], [3, 2]);
    const gradient = tf.grad((rows) =>
      tf.sum(
        tf.mul(tf.gather(rows, tf.tensor1d([1, 1, 2], 'int32')), tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2])),
      ),
    )(table);
    expect([...gradient.dataSync()]).toEqual([0, 0, 4, 6, 5, 6]);
  });
});
