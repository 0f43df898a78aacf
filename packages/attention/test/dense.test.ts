import '../../../testing/backend.js';
import { randomStream } from '@better-attention/random';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { expectAllClose } from '../../../testing/all-close.js';
import { dense, denseParameterCount, glorotUniform, initDense } from '../src/index.js';

it('maps the last axis of tensors of any rank', () => {
  const kernel = tf.tensor2d([1, 2, 3, 10, 20, 30], [2, 3]);
  const bias = tf.tensor1d([0.5, 0, 0]);
  const rows = [
    [1, 1],
    [2, 0],
  ];
  const mapped = [
    [11.5, 22, 33],
    [2.5, 4, 6],
  ];
  expectAllClose(dense(tf.tensor2d(rows), { kernel, bias }), mapped, {});
  expectAllClose(dense(tf.tensor4d([[rows]]), { kernel, bias }), [[mapped]], {});
  expectAllClose(
    dense(tf.tensor2d(rows), { kernel }),
    [
      [11, 22, 33],
      [2, 4, 6],
    ],
    {},
  );
});

it('draws one number of the stream after the other', () => {
  const limit = Math.sqrt(6 / 300);
  const one = randomStream(1);
  const expected = Float32Array.from({ length: 20_000 }, () => (2 * one.uniform() - 1) * limit);
  const random = randomStream(1);
  expect(glorotUniform(random, [200, 100]).dataSync()).toEqual(expected);
  expect(random.bits()).toBe(one.bits());
});

it('draws Glorot-uniform kernels: within the limit, centred, of variance 2 / (inputs + outputs)', () => {
  const elements = Array.from(glorotUniform(randomStream(1), [200, 100]).dataSync());
  const limit = Math.sqrt(6 / 300);
  const mean = elements.reduce((sum, element) => sum + element, 0) / elements.length;
  const variance = elements.reduce((sum, element) => sum + element ** 2, 0) / elements.length;
  expect(Math.max(...elements.map(Math.abs))).toBeLessThanOrEqual(limit);
  expect(Math.max(...elements.map(Math.abs))).toBeGreaterThan(0.999 * limit);
  expect(Math.abs(mean)).toBeLessThan((4 * limit) / Math.sqrt(3 * elements.length));
  expect(Math.abs(variance / (2 / 300) - 1)).toBeLessThan(0.03);
});

it('starts biases at zero, and leaves them out on request', () => {
  const sizes = { inputs: 3, outputs: 2 };
  const withBias = initDense(randomStream(1), sizes);
  expectAllClose(withBias.bias as tf.Tensor, [0, 0], {});
  expect(initDense(randomStream(1), { ...sizes, useBias: false })).not.toHaveProperty('bias');
  expect(denseParameterCount(sizes)).toBe(8);
  expect(denseParameterCount({ ...sizes, useBias: false })).toBe(6);
});
