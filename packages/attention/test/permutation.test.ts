import '../../../testing/backend.js';
import { randomStream } from '@better-attention/random';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectAllClose } from '../../../testing/all-close.js';
import { normal, randomised } from '../../../testing/parameters.js';
import { mechanism, mechanisms } from '../src/index.js';

const [BATCH, QUERIES, KEYS, WIDTH] = [2, 3, 5, 8];

describe.each([...mechanisms.keys()])('%s attention', (name) => {
  const attention = mechanism(name)({ modelWidth: WIDTH, heads: 2, contextLength: KEYS });
  const parameters = randomised(attention.init(randomStream(0)));
  const random = randomStream(1);
  const query = normal(random, [BATCH, QUERIES, WIDTH]);
  const key = normal(random, [BATCH, KEYS, WIDTH]);
  const value = normal(random, [BATCH, KEYS, WIDTH]);
  const reordered = (x: tf.Tensor, order: number[]) => tf.gather(x, tf.tensor1d(order, 'int32'), 1);
  const { output } = attention.apply(parameters, { query, key, value });

  it('has its outputs in the order of the queries', () => {
    const order = [2, 0, 1];
    const permuted = attention.apply(parameters, { query: reordered(query, order), key, value }).output;
    expectAllClose(permuted, reordered(output, order), { absolute: 2e-6 });
  });

  const order = [3, 1, 4, 0, 2];
  const other = () =>
    attention.apply(parameters, { query, key: reordered(key, order), value: reordered(value, order) }).output;

  if (mechanism(name).fixesContextLength) {
    it('depends on the order of keys and values, as a matrix mixes positions', () => {
      expect(tf.max(tf.abs(tf.sub(other(), output))).dataSync()[0]).toBeGreaterThan(0.1);
    });
  } else {
    it('does not depend on the order of keys and values', () => {
      expectAllClose(other(), output, { absolute: 5e-6 });
    });
  }

  it('computes an example alone as among others', () => {
    const [one] = tf.split(output, BATCH);
    const [q, k, v] = [query, key, value].map((x) => tf.slice(x, 0, 1)) as [tf.Tensor, tf.Tensor, tf.Tensor];
    const alone = attention.apply(parameters, { query: q, key: k, value: v }).output;
    expectAllClose(alone, one as tf.Tensor, { absolute: 1e-6 });
  });
});
