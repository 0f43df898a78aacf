import { imagePatches, vit } from '@better-attention/models';
import { randomStream } from '@better-attention/random';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, it } from 'vitest';
import {
  adamW,
  type Batch,
  classification,
  type Engine,
  encodeSafetensors,
  onnxEngine,
  type ShapedArray,
  type Trainer,
  type TrainingProblem,
  wasmEngine,
} from '../../src/index.js';
import { problem } from '../problems.js';
import {
  batchOf,
  classifier,
  classifierBatch,
  descent,
  expectLosses,
  expectMarks,
  expectSnapshot,
  lossesOf,
  memoryGrowth,
  train,
} from './steps.js';

const trainers: Trainer[] = [];
afterAll(() => Promise.all(trainers.map((trainer) => trainer.dispose())));

async function prepare(engine: Engine, of = problem): Promise<Trainer> {
  const trainer = await engine.prepare(of, randomStream(0));
  trainers.push(trainer);
  return trainer;
}

const sgdProblem = (clipNorm: number | undefined) => descent({ ...problem, clipNorm });

/** What the first step takes away from each parameter. */
async function gradientsOf(trainer: Trainer): Promise<number[]> {
  const valuesOf = async () =>
    Object.values((await trainer.snapshot()).parameters).flatMap(({ values }) => [...values]);
  const before = await valuesOf();
  await train(trainer, 0, 1);
  const after = await valuesOf();
  return before.map((value, at) => value - (after[at] as number));
}

describe('onnx engine', () => {
  it('takes 40 steps as the wasm engine does, and evaluates the same', async () => {
    const [ours, theirs] = [await prepare(await onnxEngine()), await prepare(await wasmEngine())];
    expect(ours.dropoutSites).toEqual(theirs.dropoutSites);
    const [found, expected] = [await train(ours, 0, 40), await train(theirs, 0, 40)];
    expect(lossesOf(found).at(-1)).toBeLessThan(0.8 * (lossesOf(found)[0] as number));
    expectLosses(found, expected, 1e-4);
    const batch = await batchOf(0);
    expectLosses([(await ours.evaluate(batch)).metrics], [(await theirs.evaluate(batch)).metrics], 1e-4);
  });

  it.each(['standard', 'optimised', 'efficient', 'super'])(
    'trains the text classifier with %s attention as the wasm engine does',
    async (mechanism) => {
      const problem = classifier(mechanism);
      const ours = await prepare(await onnxEngine({ threads: 1 }), problem);
      const theirs = await prepare(await wasmEngine(), problem);
      const [found, expected] = [
        await train(ours, 0, 20, classifierBatch),
        await train(theirs, 0, 20, classifierBatch),
      ];
      expectLosses(found, expected, 1e-4);
      expectSnapshot(await ours.snapshot(), await theirs.snapshot());
    },
  );

  it.each([1, 2])('gives the same bits again with %i threads', async (threads) => {
    const engine = await onnxEngine({ threads });
    const runs = [];
    for (let run = 0; run < 2; run++) {
      const trainer = await prepare(engine, classifier('standard'));
      runs.push([await train(trainer, 0, 20, classifierBatch), await trainer.snapshot()]);
    }
    expect(runs[1]).toEqual(runs[0]);
  });

  it('goes on from a snapshot as if it had never stopped, also in another trainer', async () => {
    const engine = await onnxEngine();
    const trainer = await prepare(engine);
    await train(trainer, 0, 5);
    const snapshot = await trainer.snapshot();
    const straight = [await train(trainer, 5, 5), await trainer.snapshot()];
    expect(snapshot.step).toBe(5);
    for (const each of [trainer, await prepare(engine)]) {
      await each.restore(snapshot);
      expect([await train(each, 5, 5), await each.snapshot()]).toEqual(straight);
    }
  });

  it('takes other parameters for evaluation, and nothing else', async () => {
    const trainer = await prepare(await onnxEngine());
    const own = await trainer.snapshot();
    const batch = await batchOf(0);
    const metrics = await trainer.evaluate(batch);
    await train(trainer, 0, 3);
    const after = await trainer.snapshot();
    await trainer.writeParameters(own.parameters);
    expect(await trainer.evaluate(batch)).toEqual(metrics);
    expect(await trainer.readParameters()).toEqual(own.parameters);
    expect(await trainer.snapshot()).toEqual({ ...after, parameters: own.parameters });
  });

  it('tells which examples are right and which units are on', async () => {
    await expectMarks(await prepare(await onnxEngine(), classifier('super')));
  });

  it('changes nothing when it evaluates', async () => {
    const trainer = await prepare(await onnxEngine());
    const before = await trainer.snapshot();
    const batch = await batchOf(0);
    const metrics = await trainer.evaluate(batch);
    await trainer.evaluate(await batchOf(1));
    expect(await trainer.evaluate(batch)).toEqual(metrics);
    expect(await trainer.snapshot()).toEqual(before);
  });

  it('scales all gradients together to the norm that they are clipped to', async () => {
    const plain = sgdProblem(undefined);
    const gradients = await gradientsOf(await prepare(await onnxEngine(), plain));
    const norm = Math.hypot(...gradients);
    for (const clipNorm of [norm / 4, norm * 4]) {
      const clipped = await gradientsOf(await prepare(await onnxEngine(), sgdProblem(clipNorm)));
      const scale = Math.min(1, clipNorm / norm);
      const errors = clipped.map((value, at) => Math.abs(value - scale * (gradients[at] as number)));
      expect(Math.max(...errors)).toBeLessThan(1e-6 * norm);
    }
  });

  it.each([
    ['onnx', onnxEngine],
    ['wasm', wasmEngine],
  ])('computes with the parameters as they are after each step: %s', async (_, engine) => {
    const trainer = await prepare(await engine());
    const computation = await trainer.compile(
      (parameters, { x }) => {
        const { head } = parameters as unknown as { head: { kernel: tf.Tensor2D } };
        return { product: tf.matMul(x as tf.Tensor2D, head.kernel) };
      },
      { x: { shape: [1, 3], dtype: 'float32' } },
    );
    for (let step = 0; step < 2; step++) {
      await train(trainer, step, 1);
      const kernel = (await trainer.snapshot()).parameters['head.kernel'] as ShapedArray;
      expect(kernel.shape).toEqual([3, 4]);
      const { product } = await computation.run({ x: Float32Array.of(0, 1, 0) });
      expect(product).toEqual(kernel.values.slice(4, 8));
    }
    await computation.dispose();
  });

  it('refuses the snapshot of another model', async () => {
    const trainer = await prepare(await onnxEngine());
    const snapshot = await trainer.snapshot();
    const { 'head.bias': _, ...parameters } = snapshot.parameters;
    await expect(trainer.restore({ ...snapshot, parameters })).rejects.toThrow(
      "snapshot: parameters: 'head.bias' is missing",
    );
  });

  it('gives the same bits run after run on two threads, where products are large enough for them', async () => {
    const wide: TrainingProblem = {
      optimiser: problem.optimiser,
      batchSize: 64,
      fields: { x: { shape: [512], dtype: 'float32' }, label: { shape: [], dtype: 'int32' } },
      init: (random) => ({
        hidden: tf.tensor2d(
          Float32Array.from({ length: 512 * 512 }, () => random.normal() / 16),
          [512, 512],
        ),
        head: tf.tensor2d(
          Float32Array.from({ length: 512 * 4 }, () => random.normal() / 16),
          [512, 4],
        ),
      }),
      loss: (parameters, { x, label, weight }, dropout) => {
        const { hidden, head } = parameters as unknown as Record<'hidden' | 'head', tf.Tensor2D>;
        const features = dropout(tf.relu(tf.matMul(x as tf.Tensor2D, hidden)), 0.1) as tf.Tensor2D;
        return classification(tf.matMul(features, head), label as tf.Tensor1D, weight as tf.Tensor1D);
      },
    };
    const wideBatch = (number: number): Batch => {
      const random = randomStream(2, number);
      return {
        x: Float32Array.from({ length: 64 * 512 }, () => random.normal()),
        label: Int32Array.from({ length: 64 }, () => random.integer(4)),
        weight: new Float32Array(64).fill(1),
      };
    };
    const snapshots = [];
    for (let run = 0; run < 2; run++) {
      const trainer = await prepare(await onnxEngine({ threads: 2 }), wide);
      expect(trainer.threads).toBe(2);
      await train(trainer, 0, 20, wideBatch);
      snapshots.push(await trainer.snapshot());
    }
    expect(snapshots[1]).toEqual(snapshots[0]);
  });

  it('gives the bits of one thread with two, for a vision transformer', async () => {
    const image = { imageSize: 8, patchSize: 2, channels: 1, classes: 10 };
    const sizes = { modelWidth: 32, heads: 4, hiddenWidth: 64, blocks: 1, headWidths: [256, 128] };
    const rates = { dropout: 0.1, attentionDropout: 0.1, headDropout: 0.2 };
    const model = vit({ ...image, ...sizes, ...rates, mechanism: 'super' });
    const digits: TrainingProblem = {
      fields: { image: { shape: [8, 8, 1], dtype: 'float32' }, label: { shape: [], dtype: 'int32' } },
      batchSize: 64,
      optimiser: adamW(),
      init: model.init,
      loss: (parameters, { image, label, weight }, dropout) => {
        const patches = imagePatches(image as tf.Tensor4D, 2);
        const { logits } = model.apply(parameters as never, { patches }, { dropout });
        return classification(logits as tf.Tensor2D, label as tf.Tensor1D, weight as tf.Tensor1D);
      },
    };
    const digitBatch = (number: number): Batch => {
      const random = randomStream(3, number);
      return {
        image: Float32Array.from({ length: 64 * 8 * 8 }, () => random.normal()),
        label: Int32Array.from({ length: 64 }, () => random.integer(10)),
        weight: new Float32Array(64).fill(1),
      };
    };
    const trained = async (threads: number) => {
      const trainer = await prepare(await onnxEngine({ threads }), digits);
      expect(trainer.threads).toBe(threads);
      await train(trainer, 0, 2, digitBatch);
      const { parameters: arrays } = await trainer.snapshot();
      return encodeSafetensors({ arrays, metadata: {} });
    };
    expect(Buffer.compare(await trained(2), await trained(1))).toBe(0);
  });

  it('refuses CUDA where its provider is missing, and says how to get it', async () => {
    await expect(onnxEngine({ device: 'cuda' })).rejects.toThrow(
      /^onnx engine: device cuda: ONNX Runtime 1\.30\.0 can't use its CUDA provider \(.+\); .*--onnxruntime-node-install=cuda12 fetches it; or choose the device cpu$/,
    );
  });

  it('keeps its memory over 2,000 steps', async () => {
    const trainer = await prepare(await onnxEngine({ threads: 1 }), classifier('standard'));
    expect(await memoryGrowth(trainer, classifierBatch)).toBeLessThan(20);
  });
});
