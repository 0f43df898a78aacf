import '../../../testing/backend.js';
import { randomStream } from '@better-attention/random';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { expectAllClose } from '../../../testing/all-close.js';
import { normal, randomised } from '../../../testing/parameters.js';
import { type DenseParameters, multiQueryAttention, standardAttention } from '../src/index.js';

const options = { modelWidth: 6, heads: 3 };

it('projects keys and values to the width of one head', () => {
  const { query, key, value, output } = multiQueryAttention(options).init(randomStream(0));
  const shapes = [query, key, value, output].map(({ kernel, bias }) => [kernel.shape, bias?.shape]);
  expect(shapes).toEqual([
    [[6, 6], [6]],
    [[6, 2], [2]],
    [[6, 2], [2]],
    [[6, 6], [6]],
  ]);
});

it('is standard attention whose heads have the same keys and values', () => {
  const attention = multiQueryAttention(options);
  const parameters = randomised(attention.init(randomStream(0)));
  const thrice = ({ kernel, bias }: DenseParameters): DenseParameters => ({
    kernel: tf.tile(kernel, [1, 3]),
    bias: tf.tile(bias as tf.Tensor1D, [3]),
  });
  const repeated = { ...parameters, key: thrice(parameters.key), value: thrice(parameters.value) };
  const [query, context] = [normal(randomStream(1), [2, 4, 6]), normal(randomStream(2), [2, 5, 6])];
  const inputs = { query, key: context, value: context, causal: true };
  const run = { returnWeights: true };
  const actual = attention.apply(parameters, inputs, run);
  const expected = standardAttention(options).apply(repeated, inputs, run);
  expectAllClose(actual.output, expected.output, { absolute: 2e-6 });
  expectAllClose(actual.weights as tf.Tensor, expected.weights as tf.Tensor, { absolute: 1e-6 });
});
