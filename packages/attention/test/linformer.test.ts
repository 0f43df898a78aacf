import '../../../testing/backend.js';
import { randomStream } from '@better-attention/random';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectAllClose } from '../../../testing/all-close.js';
import { normal, randomised } from '../../../testing/parameters.js';
import { linformerAttention, mechanism, standardAttention } from '../src/index.js';

/** As it is found by a name that is known at run time: its options are not checked before. */
const named = mechanism('linformer' as string);

const options = { modelWidth: 4, heads: 2, contextLength: 3 };

describe('linformer attention', () => {
  it.each([
    [1, 1],
    [4, 1],
    [49, 13],
    [64, 16],
    [1040, 256],
  ])('projects %d keys to %d unless told otherwise', (contextLength, projected) => {
    const attention = linformerAttention({ modelWidth: 1, heads: 1, contextLength });
    const { keyProjection, valueProjection } = attention.init(randomStream(0));
    expect(keyProjection.shape).toEqual([projected, contextLength]);
    expect(valueProjection.shape).toEqual([projected, contextLength]);
    expect(keyProjection.dataSync()).not.toEqual(valueProjection.dataSync());
  });

  it('is standard attention where E and F are the identity', () => {
    const attention = linformerAttention({ ...options, projectedLength: 3 });
    const standard = standardAttention(options);
    const parameters = randomised(standard.init(randomStream(0)));
    const [query, context] = [normal(randomStream(1), [2, 5, 4]), normal(randomStream(2), [2, 3, 4])];
    const inputs = { query, key: context, value: context };
    const run = { returnWeights: true };
    const identity = { ...parameters, keyProjection: tf.eye(3), valueProjection: tf.eye(3) };
    const actual = attention.apply(identity, inputs, run);
    const expected = standard.apply(parameters, inputs, run);
    expectAllClose(actual.output, expected.output, { absolute: 1e-6 });
    expectAllClose(actual.weights as tf.Tensor, expected.weights as tf.Tensor, { absolute: 1e-6 });
  });

  it('refuses to be causal, and says why', () => {
    const attention = linformerAttention(options);
    const x = tf.ones([1, 3, 4]);
    const apply = () =>
      attention.apply(attention.init(randomStream(0)), { query: x, key: x, value: x, causal: true });
    expect(linformerAttention.supportsCausal).toBe(false);
    expect(apply).toThrow(
      'linformer attention: E and F mix each key with later ones, so that causal: true would let a query see them; ' +
        'use a mechanism that can be causal, such as multi-query or performer',
    );
  });

  it('refuses masks that depend on the query, as they would leak through E and F', () => {
    const attention = linformerAttention(options);
    const [query, context] = [tf.ones([1, 2, 4]), tf.ones([1, 3, 4])];
    const mask = tf.ones([2, 3], 'bool');
    expect(() =>
      attention.apply(attention.init(randomStream(0)), { query, key: context, value: context, mask }),
    ).toThrow(
      'linformer attention: a mask that depends on the query leaks through E and F; ' +
        'pass a mask of the keys, [B, Lk] or [B, 1, Lk]',
    );
  });

  it('names both lengths when the keys are not as many as E and F have columns', () => {
    const attention = linformerAttention({ ...options, contextLength: 49 });
    const x = tf.ones([1, 32, 4]);
    expect(() => attention.apply(attention.init(randomStream(0)), { query: x, key: x, value: x })).toThrow(
      'linformer attention: expected context length 49 (its E and F are 13 × 49), got 32 keys',
    );
  });

  it.each([undefined, 0, 2.5])('asks for the context length, given %s', (contextLength) => {
    const given = { modelWidth: 4, heads: 2, ...(contextLength !== undefined && { contextLength }) };
    expect(() => named(given)).toThrow(
      `linformer attention: expected contextLength, the number of keys that E and F are made for, got ${contextLength}`,
    );
  });

  it.each([0, 1.5, 4])('refuses to project 3 keys to %d', (projectedLength) => {
    expect(() => linformerAttention({ ...options, projectedLength })).toThrow(
      `linformer attention: expected projectedLength from 1 to the context length 3, got ${projectedLength}`,
    );
  });
});
