import '../../../testing/backend.js';
import { randomStream } from '@better-attention/random';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectAllClose } from '../../../testing/all-close.js';
import { normal } from '../../../testing/parameters.js';
import { efficientAttention, glorotUniform, mechanism, superAttention } from '../src/index.js';

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

describe('W^A before the first step', () => {
  const options = { modelWidth: 4, heads: 2, contextLength: 3 };
  const alignmentOf = (given: Partial<Parameters<typeof superAttention>[0]>) =>
    superAttention({ ...options, ...given }).init(randomStream(5)).alignment;

  it('is Glorot-uniform unless told, with the same bits', () => {
    const expected = glorotUniform(randomStream(5).derive('alignment'), [3, 3]).dataSync();
    expect(alignmentOf({}).dataSync()).toEqual(expected);
    expect(alignmentOf({ alignmentStart: 'glorot' }).dataSync()).toEqual(expected);
  });

  it('is the identity, or that and a tenth of Glorot', () => {
    expect(alignmentOf({ alignmentStart: 'identity' }).arraySync()).toEqual(tf.eye(3).arraySync());
    const near = tf.add(tf.eye(3), tf.mul(0.1, alignmentOf({})));
    expectAllClose(alignmentOf({ alignmentStart: 'near-identity' }), near, { absolute: 1e-7 });
  });

  it.each(['identity', 'near-identity'] as const)('is %s for each head', (alignmentStart) => {
    const [first, second] = tf.unstack(alignmentOf({ alignment: 'per head', alignmentStart }));
    for (const each of [first, second]) {
      expectAllClose(tf.diag(tf.ones([3])), tf.round(each as tf.Tensor), {});
    }
  });

  it.each(['glorot', 'identity', 'near-identity'] as const)('changes no other parameter: %s', (start) => {
    const { query, output } = superAttention({ ...options, alignmentStart: start }).init(randomStream(5));
    const usual = superAttention(options).init(randomStream(5));
    expect(query.kernel.dataSync()).toEqual(usual.query.kernel.dataSync());
    expect(output.kernel.dataSync()).toEqual(usual.output.kernel.dataSync());
  });

  it.each([false, true])('as the identity makes it Efficient attention, causal: %s', (causal) => {
    const attention = superAttention({ ...options, alignmentStart: 'identity' });
    const parameters = attention.init(randomStream(6));
    const x = normal(randomStream(7), [2, 3, 4]);
    const inputs = {
      query: x,
      key: x,
      value: x,
      causal,
      mask: tf.tensor([1, 1, 0, 1, 1, 1], [2, 1, 3], 'bool'),
    };
    const { alignment: _, ...ofEfficient } = parameters;
    const expected = efficientAttention(options).apply(ofEfficient, inputs).output;
    expectAllClose(attention.apply(parameters, inputs).output, expected, { absolute: 1e-6 });
  });

  it('as the identity is causal position by position too', () => {
    const attention = superAttention({ ...options, alignmentStart: 'near-identity' });
    const parameters = attention.init(randomStream(8));
    const x = normal(randomStream(9), [1, 3, 4]);
    const whole = attention.apply(parameters, { query: x, key: x, value: x, causal: true }).output;
    const { keys, values } = attention.cache?.shapes(1, 3) ?? { keys: [], values: [] };
    let memory = { keys: tf.zeros([...keys]), values: tf.zeros([...values]) } as {
      keys: tf.Tensor;
      values: tf.Tensor;
    };
    for (let t = 0; t < 3; t++) {
      const one = tf.slice(x, [0, t, 0], [1, 1, 4]);
      const inputs = { query: one, key: one, value: one, position: tf.tensor1d([t], 'int32'), memory };
      const step = attention.cache?.step(parameters, inputs);
      if (step === undefined) throw new Error('expected a cache');
      memory = step.memory;
      expectAllClose(step.output, tf.slice(whole, [0, t, 0], [1, 1, 4]), { absolute: 1e-6 });
    }
  });
});
