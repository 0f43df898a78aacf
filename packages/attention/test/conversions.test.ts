import '../../../testing/backend.js';
import { randomStream } from '@better-attention/random';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectAllClose } from '../../../testing/all-close.js';
import { normal, randomised } from '../../../testing/parameters.js';
import {
  efficientAttention,
  optimisedAttention,
  optimisedToEfficient,
  standardAttention,
  standardToOptimised,
} from '../src/index.js';

describe.each([true, false])('conversions of one head with biases: %s', (useBias) => {
  const options = { modelWidth: 6, heads: 1, useBias };
  const [standard, optimised, efficient] = [
    standardAttention(options),
    optimisedAttention(options),
    efficientAttention(options),
  ];
  const parameters = randomised(standard.init(randomStream(1)));
  const random = randomStream(2);
  const inputs = {
    query: normal(random, [2, 4, 6]),
    key: normal(random, [2, 5, 6]),
    value: normal(random, [2, 5, 6]),
    mask: tf.tensor([1, 0, 1, 1, 0, 0, 0, 0, 0, 0], [2, 5], 'bool'),
  };
  const run = { returnWeights: true };

  it.each([true, false])('keep outputs and weights, causal: %s', (causal) => {
    const folded = standardToOptimised(parameters);
    const expected = standard.apply(parameters, { ...inputs, causal }, run);
    const withoutValues = optimised.apply(folded, { ...inputs, causal }, run);
    const withoutKeys = efficient.apply(optimisedToEfficient(folded), { ...inputs, causal }, run);
    for (const { output, weights } of [withoutValues, withoutKeys]) {
      expectAllClose(output, expected.output, { absolute: 2e-5, relative: 1e-5 });
      expectAllClose(weights as tf.Tensor, expected.weights as tf.Tensor, { absolute: 1e-5 });
    }
  });

  it('have as many parameters as the mechanism that they convert to', () => {
    const folded = standardToOptimised(parameters);
    const biases = useBias ? ['bias', 'kernel'] : ['kernel'];
    expect(Object.keys(folded)).toEqual(['query', 'key', 'output']);
    expect(Object.keys(folded.output).sort()).toEqual(biases);
    expect(Object.keys(optimisedToEfficient(folded).query).sort()).toEqual(biases);
  });
});
