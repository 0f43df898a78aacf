import '../../../testing/backend.js';
import { readFileSync } from 'node:fs';
import { randomStream } from '@better-attention/random';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectAllClose } from '../../../testing/all-close.js';
import type { Nested } from '../../../testing/finite-differences.js';
import { normal } from '../../../testing/parameters.js';
import { entries } from '../../tfjs-onnx/src/tensors/tree.js';
import { imagePatches, type VitOptions, vit } from '../src/index.js';
import { crossEntropy, itIsPyTorchs, type PyTorchCase, storedParameters } from './pytorch.js';

const rates = { dropout: 0.1, attentionDropout: 0.2, headDropout: 0.5 };

interface Fixture {
  sizes: Omit<VitOptions, keyof typeof rates | 'mechanism'>;
  images: Nested;
  labels: number[];
  parameters: Record<string, Nested>;
  cases: PyTorchCase[];
}

const fixture = JSON.parse(readFileSync(new URL('./fixtures/vit.json', import.meta.url), 'utf8')) as Fixture;
const patches = imagePatches(tf.tensor(fixture.images), fixture.sizes.patchSize);
const tiny: VitOptions = { ...fixture.sizes, ...rates, mechanism: 'standard' };

describe.each(fixture.cases)('vit against PyTorch, $mechanism', (given) => {
  const model = vit({ ...tiny, mechanism: given.mechanism });
  itIsPyTorchs({
    given,
    parameters: storedParameters(model.init(randomStream(0)), fixture.parameters),
    logits: (parameters) => model.apply(parameters, { patches }).logits,
    loss: (logits) => crossEntropy(logits, fixture.labels),
  });
});

describe('vit', () => {
  const model = vit(tiny);
  const parameters = storedParameters(model.init(randomStream(0)), fixture.parameters);

  it('drops attention weights and both maps of each block, then before and after each head layer', () => {
    const calls: [number[], number][] = [];
    const dropout = (values: tf.Tensor, rate: number) => {
      calls.push([values.shape, rate]);
      return values;
    };
    const { logits } = model.apply(parameters, { patches }, { dropout });
    const block: [number[], number][] = [
      [[2, 2, 4, 4], 0.2],
      [[2, 4, 5], 0.1],
      [[2, 4, 4], 0.1],
    ];
    const head: [number[], number][] = [
      [[2, 16], 0.5],
      [[2, 3], 0.5],
      [[2, 4], 0.5],
    ];
    expect(calls).toEqual([...block, ...block, ...head]);
    expectAllClose(logits, model.apply(parameters, { patches }).logits, {});
  });

  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8])('uses what dropout call %d returns', (changed) => {
    let call = 0;
    const dropout = (values: tf.Tensor) => (call++ === changed ? tf.zerosLike(values) : values);
    const dropped = model.apply(parameters, { patches }, { dropout }).logits.dataSync();
    expect(dropped).not.toEqual(model.apply(parameters, { patches }).logits.dataSync());
  });

  it('returns the weights of each block on request', () => {
    const { weights } = model.apply(parameters, { patches }, { returnWeights: true });
    expect(weights?.map(({ shape }) => shape)).toEqual([
      [2, 2, 4, 4],
      [2, 2, 4, 4],
    ]);
    expect(weights?.[0]?.dataSync()).not.toEqual(weights?.[1]?.dataSync());
    expect(Object.keys(model.apply(parameters, { patches }))).toEqual(['logits']);
  });

  it('keeps no tensors but its result', () => {
    const before = tf.memory().numTensors;
    const { logits } = model.apply(parameters, { patches });
    expect(tf.memory().numTensors - before).toBe(1);
    logits.dispose();
    const ofPosition = tf.grad(
      (position) =>
        model.apply({ ...parameters, position: position as tf.Tensor2D }, { patches }).logits as tf.Tensor,
    );
    ofPosition(parameters.position).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('starts from the same numbers for the same seed only, no two blocks and layers alike', () => {
    const numbers = (seed: number) =>
      entries<tf.Tensor>(model.init(randomStream(seed))).map(([path, leaf]) => [path, ...leaf.dataSync()]);
    expect(numbers(0)).toEqual(numbers(0));
    expect(numbers(1)).not.toEqual(numbers(0));
    const kernels = numbers(0).filter(([path]) => String(path).endsWith('kernel'));
    const drawn = kernels.flatMap(([, ...elements]) => elements);
    expect(new Set(drawn).size).toBe(drawn.length);
    const position = numbers(0)
      .find(([path]) => path === 'position')
      ?.slice(1) as number[];
    expect(position.every((element) => Math.abs(element) <= 0.05)).toBe(true);
    expect(Math.max(...position)).toBeGreaterThan(0.03);
  });

  it('has one logit a class, two classes included', () => {
    const two = vit({ ...tiny, classes: 2 });
    expect(two.apply(two.init(randomStream(0)), { patches }).logits.shape).toEqual([2, 2]);
  });

  it('refuses patches that do not divide the image, and heads that do not divide the width', () => {
    expect(() => vit({ ...tiny, imageSize: 28, patchSize: 6 })).toThrow(
      'patches: expected an image size that is a multiple of the patch size 6, got 28',
    );
    expect(() => vit({ ...tiny, heads: 3 })).toThrow(
      'standard attention: expected heads that divide the model width 4, got 3 heads',
    );
  });

  it('refuses the parameters of a model of other sizes', () => {
    const other = vit({ ...tiny, classes: tiny.classes + 1 });
    expect(() => model.apply(other.init(randomStream(0)), { patches })).toThrow(
      `vit: expected parameters of ${model.parameterCount} numbers, got ${other.parameterCount}; they are of a model of other sizes`,
    );
  });

  it('refuses patches of another shape or type', () => {
    const apply = (input: tf.Tensor) => () => model.apply(parameters, { patches: input });
    expect(apply(tf.zeros([2, 5, 4]))).toThrow(
      'vit: expected patches of shape [B, 4, 4] and float32, got [2, 5, 4] float32',
    );
    expect(apply(tf.zeros([4, 4]))).toThrow('got [4, 4] float32');
    expect(apply(tf.zeros([2, 4, 3]))).toThrow('got [2, 4, 3] float32');
    expect(apply(tf.zeros([2, 4, 4], 'int32'))).toThrow('got [2, 4, 4] int32');
  });
});

describe('image patches', () => {
  it('follow each other in reading order, their numbers by row, column and channel', () => {
    const [height, width] = [4, 6];
    const pixel = (y: number, x: number) => [100 * y + 10 * x, 100 * y + 10 * x + 1];
    const image = Array.from({ length: height }, (_, y) =>
      Array.from({ length: width }, (_, x) => pixel(y, x)),
    );
    const expected = [0, 2].flatMap((y) =>
      [0, 2, 4].map((x) => [pixel(y, x), pixel(y, x + 1), pixel(y + 1, x), pixel(y + 1, x + 1)].flat()),
    );
    const shifted = image.map((row) => row.map((numbers) => numbers.map((number) => number + 0.5)));
    const cut = imagePatches(tf.tensor4d([image, shifted]), 2);
    expectAllClose(cut, [expected, expected.map((row) => row.map((number) => number + 0.5))], {});
  });

  it('of one pixel are the pixels, and of the image the image', () => {
    const image = normal(randomStream(3), [1, 2, 2, 3]) as tf.Tensor4D;
    expectAllClose(imagePatches(image, 1), tf.reshape(image, [1, 4, 3]), {});
    expectAllClose(imagePatches(image, 2), tf.reshape(image, [1, 1, 12]), {});
  });

  it('must divide height and width', () => {
    expect(() => imagePatches(tf.zeros([1, 5, 4, 1]), 2)).toThrow(
      'patches: expected an image height that is a multiple of the patch size 2, got 5',
    );
    expect(() => imagePatches(tf.zeros([1, 4, 6, 1]), 4)).toThrow(
      'patches: expected an image width that is a multiple of the patch size 4, got 6',
    );
  });
});
