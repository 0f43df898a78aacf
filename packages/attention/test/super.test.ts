import '../../../testing/backend.js';
import { randomStream } from '@better-attention/random';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { expectAllClose } from '../../../testing/all-close.js';
import { normal } from '../../../testing/parameters.js';
import { mechanism, superAttention } from '../src/index.js';

/** As it is found by a name that is known at run time: its options are not checked before. */
const named = mechanism('super' as string);

it('names both lengths when the keys are not as many as W^A has columns', () => {
  const attention = superAttention({ modelWidth: 4, heads: 2, contextLength: 49 });
  const x = tf.ones([1, 32, 4]);
  expect(() => attention.apply(attention.init(randomStream(0)), { query: x, key: x, value: x })).toThrow(
    'super attention: expected context length 49 (its W^A is 49 × 49), got 32 keys',
  );
});

it.each([undefined, 0, 2.5])('asks for the context length, given %s', (contextLength) => {
  const options = { modelWidth: 4, heads: 2, ...(contextLength !== undefined && { contextLength }) };
  expect(() => named(options)).toThrow(
    `super attention: expected contextLength, the number of keys that W^A is made for, got ${contextLength}`,
  );
});

it('takes any number of queries for its context length', () => {
  const attention = superAttention({ modelWidth: 4, heads: 2, contextLength: 3 });
  const context = tf.ones([2, 3, 4]);
  const inputs = { query: tf.ones([2, 7, 4]), key: context, value: context };
  expect(attention.apply(attention.init(randomStream(0)), inputs).output.shape).toEqual([2, 7, 4]);
});

it('mixes each head by its own matrix, and agrees with one shared matrix when they are the same', () => {
  const options = { modelWidth: 4, heads: 2, contextLength: 3 };
  const shared = superAttention(options);
  const separate = superAttention({ ...options, alignment: 'per head' });
  const parameters = shared.init(randomStream(1));
  expect(separate.init(randomStream(1)).alignment.shape).toEqual([2, 3, 3]);

  const x = normal(randomStream(2), [2, 3, 4]);
  const inputs = { query: x, key: x, value: x };
  const twice = { ...parameters, alignment: tf.stack([parameters.alignment, parameters.alignment]) };
  expectAllClose(separate.apply(twice, inputs).output, shared.apply(parameters, inputs).output, {
    absolute: 1e-6,
  });
});
