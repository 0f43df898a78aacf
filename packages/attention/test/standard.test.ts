import '../../../testing/backend.js';
import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { describe, it } from 'vitest';
import { expectAllClose } from '../../../testing/all-close.js';
import type { Nested } from '../../../testing/finite-differences.js';
import { mapTensors, tensorsOf } from '../../../testing/parameters.js';
import { type StandardParameters, standardAttention } from '../src/index.js';

interface Dense {
  kernel: number[][];
  bias: number[];
}

type Projections = Record<'query' | 'key' | 'value' | 'output', Dense>;

interface FixtureCase {
  query: number[][][];
  key: number[][][];
  value: number[][][];
  probe: number[][][];
  causal: boolean;
  mask?: number[][];
  output: Nested;
  weights: Nested;
  gradients: { query: Nested; key: Nested; value: Nested; parameters: Projections };
}

const fixture = JSON.parse(
  readFileSync(new URL('./fixtures/standard_attention.json', import.meta.url), 'utf8'),
) as { heads: number; parameters: Projections; cases: Record<string, FixtureCase> };

const dense = ({ kernel, bias }: Dense) => ({ kernel: tf.tensor2d(kernel), bias: tf.tensor1d(bias) });

describe.each(Object.entries(fixture.cases))('standard attention against PyTorch, %s', (_, given) => {
  const parameters = {
    query: dense(fixture.parameters.query),
    key: dense(fixture.parameters.key),
    value: dense(fixture.parameters.value),
    output: dense(fixture.parameters.output),
  };
  const attention = standardAttention({ modelWidth: 4, heads: fixture.heads });
  const inputs = [given.query, given.key, given.value].map((rows) => tf.tensor3d(rows));
  const shared = {
    causal: given.causal,
    ...(given.mask && { mask: tf.tensor2d(given.mask, undefined, 'bool') }),
  };

  it('has its outputs and weights', () => {
    const [query, key, value] = inputs as [tf.Tensor, tf.Tensor, tf.Tensor];
    const result = attention.apply(parameters, { query, key, value, ...shared }, { returnWeights: true });
    expectAllClose(result.output, given.output, { absolute: 2e-6, relative: 2e-6 });
    expectAllClose(result.weights as tf.Tensor, given.weights, { absolute: 1e-6 });
  });

  it('has its gradients', () => {
    const leaves = tensorsOf(parameters).map(([, leaf]) => leaf);
    const probe = tf.tensor3d(given.probe);
    const gradients = tf.grads((...tensors: tf.Tensor[]) => {
      const [query, key, value, ...rest] = tensors as [tf.Tensor, tf.Tensor, tf.Tensor, ...tf.Tensor[]];
      const rebuilt = mapTensors<StandardParameters>(parameters, () => rest.shift());
      return tf.sum(tf.mul(attention.apply(rebuilt, { query, key, value, ...shared }).output, probe));
    })([...inputs, ...leaves]);
    const { parameters: ofParameters, query, key, value } = given.gradients;
    const { query: q, key: k, value: v, output: o } = ofParameters;
    const expected = [query, key, value, ...[q, k, v, o].flatMap(({ kernel, bias }) => [kernel, bias])];
    expected.forEach((gradient, position) => {
      expectAllClose(gradients[position] as tf.Tensor, gradient, { absolute: 5e-6, relative: 5e-6 });
    });
  });
});
