import '../../../testing/backend.js';
import { readFileSync } from 'node:fs';
import { randomStream } from '@better-attention/random';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectAllClose } from '../../../testing/all-close.js';
import type { Nested } from '../../../testing/finite-differences.js';
import { mapTensors, normal, randomised, tensorsOf } from '../../../testing/parameters.js';
import {
  efficientAttention,
  type HeadWidthOptions,
  linformerAttention,
  mechanism,
  mechanisms,
  multiQueryAttention,
  optimisedAttention,
  optimisedToEfficient,
  performerAttention,
  standardAttention,
  standardFromKeras,
  standardToKeras,
  standardToOptimised,
  standardToPyTorch,
} from '../src/index.js';
import { standardAttention as standardLayer } from '../src/layers.js';
import { type Matrix, type ReferenceParameters, referenceAttention } from './reference.js';

interface FixtureCase {
  heads: number;
  key_dim: number;
  value_dim?: number;
  use_bias?: boolean;
  weights: Record<string, Nested>;
  output: Nested;
  scores: Nested;
}

const fixture = JSON.parse(readFileSync(new URL('./fixtures/key_width.json', import.meta.url), 'utf8')) as {
  mask: number[][][];
  query: Matrix[];
  key: Matrix[];
  value: Matrix[];
  cases: Record<string, FixtureCase>;
};

const { mask, query, key, value } = fixture;
const inputs = {
  query: tf.tensor3d(query),
  key: tf.tensor3d(key),
  value: tf.tensor3d(value),
  mask: tf.tensor3d(mask, undefined, 'bool'),
};

describe.each(Object.entries(fixture.cases))('a layer of Keras with %s', (_, given) => {
  const options = {
    modelWidth: 6,
    heads: given.heads,
    keyWidth: given.key_dim,
    ...(given.value_dim !== undefined && { valueWidth: given.value_dim }),
    ...(given.use_bias !== undefined && { useBias: given.use_bias }),
  };
  const weights = Object.fromEntries(
    Object.entries(given.weights).map(([name, numbers]) => [name, tf.tensor(numbers as number[])]),
  );
  const parameters = standardFromKeras(weights, options);

  it('is the float64 reference, to the digits that it was written with', () => {
    const plain = mapTensors<ReferenceParameters>(parameters, (tensor) => tensor.arraySync());
    const reference = referenceAttention('standard', plain, {
      query,
      key,
      value,
      heads: given.heads,
      options: {},
      causal: false,
      mayAttend: (b, t, j) => mask[b]?.[t]?.[j] === 1,
    });
    expectAllClose(reference.output, given.output, { absolute: 2e-7, relative: 2e-7 });
    expectAllClose(reference.weights, given.scores, { absolute: 1e-7 });
  });

  it('has the outputs and scores of standard attention with that keyWidth', () => {
    const attention = standardAttention(options);
    const { output, weights: scores } = attention.apply(parameters, inputs, { returnWeights: true });
    expectAllClose(output, given.output, { absolute: 2e-6, relative: 2e-6 });
    expectAllClose(scores as tf.Tensor, given.scores, { absolute: 1e-6 });
    const count = tensorsOf(parameters).reduce((sum, [, { size }]) => sum + size, 0);
    expect(attention.parameterCount).toBe(count);
  });

  it('gets its weights back', () => {
    const exported = standardToKeras(parameters, options);
    expect(Object.keys(exported).sort()).toEqual(Object.keys(given.weights).sort());
    for (const [name, tensor] of Object.entries(exported)) {
      expectAllClose(tensor, weights[name] as tf.Tensor, {});
    }
    expect(() => standardToPyTorch(parameters)).toThrow('a layer with a keyWidth has no counterpart');
  });
});

const D = 8;
/** Numbers of a linear map with its bias. */
const map = (from: number, to: number) => from * to + to;

describe('the counts with H = 3 heads of Dk = 5 and Dv = 2, by hand', () => {
  const options = { modelWidth: D, heads: 3, keyWidth: 5, valueWidth: 2 };
  const outer = 2 * map(D, 15) + map(D, 6) + map(6, D);

  it.each([
    ['standard', standardAttention(options), outer],
    ['performer', performerAttention(options), outer],
    ['linformer', linformerAttention({ ...options, contextLength: 4 }), outer + 2 * 1 * 4],
    ['multi-query', multiQueryAttention(options), map(D, 15) + map(D, 5) + map(D, 2) + map(6, D)],
    ['optimised', optimisedAttention({ modelWidth: D, heads: 2, keyWidth: 5 }), 2 * map(D, 10) + map(D, D)],
  ])('are those of %s', (_, attention, expected) => {
    const made = tensorsOf(attention.init(randomStream(1))).reduce((sum, [, { size }]) => sum + size, 0);
    expect([attention.parameterCount, made]).toEqual([expected, expected]);
  });

  it.each([...mechanisms.keys()].filter((name) => mechanism(name).supportsCausal))(
    'and %s computes position by position what it computes at once',
    (name) => {
      const { optionNames } = mechanism(name);
      const own = optionNames.includes('valueWidth') ? options : { modelWidth: D, heads: 2 };
      const keyWidth = optionNames.includes('keyWidth') ? { keyWidth: 5 } : {};
      const attention = mechanism(name)({ ...own, ...keyWidth, contextLength: 3 });
      const parameters = randomised(attention.init(randomStream(1)));
      const x = normal(randomStream(2), [2, 3, D]);
      const whole = attention.apply(parameters, { query: x, key: x, value: x, causal: true }).output;
      const shapes = attention.cache?.shapes(2, 3) as { keys: number[]; values: number[] };
      let memory = { keys: tf.zeros(shapes.keys), values: tf.zeros(shapes.values) };
      for (let t = 0; t < 3; t++) {
        const one = tf.slice(x, [0, t, 0], [-1, 1, -1]);
        const position = tf.tensor1d([t], 'int32');
        const step = attention.cache?.step(parameters, {
          query: one,
          key: one,
          value: one,
          position,
          memory,
        });
        memory = step?.memory as typeof memory;
        expectAllClose(step?.output as tf.Tensor, tf.slice(whole, [0, t, 0], [-1, 1, -1]), {
          absolute: 2e-6,
        });
      }
    },
  );
});

describe('the default', () => {
  it.each(['standard', 'optimised', 'linformer', 'performer', 'multi-query'])(
    'of %s is D / H, with the same numbers from the same seed',
    (name) => {
      const [without, given] = [{}, { keyWidth: 4 }].map((own) =>
        mechanism(name)({ modelWidth: 8, heads: 2, contextLength: 4, ...own }),
      ) as [ReturnType<ReturnType<typeof mechanism>>, ReturnType<ReturnType<typeof mechanism>>];
      const [a, b] = [without, given].map((attention) => tensorsOf(attention.init(randomStream(3))));
      expect(a?.map(([path]) => path)).toEqual(b?.map(([path]) => path));
      a?.forEach(([, tensor], position) => {
        expectAllClose(tensor, b?.[position]?.[1] as tf.Tensor, {});
      });
    },
  );
});

describe('a key width', () => {
  const shared = { modelWidth: 8, heads: 2 };

  it.each([0, 2.5, '4', Number.NaN])('of %s is refused', (keyWidth) => {
    expect(() => standardAttention({ ...shared, keyWidth: keyWidth as number })).toThrow(
      'standard attention: expected keyWidth, an integer from 1, got ',
    );
    expect(() => standardAttention({ ...shared, valueWidth: keyWidth as number })).toThrow(
      'standard attention: expected valueWidth, an integer from 1, got ',
    );
  });

  it('is refused where queries and keys are slices, and heads still divide where values are', () => {
    const given: HeadWidthOptions = { ...shared, keyWidth: 3 };
    expect(() => efficientAttention(given)).toThrow("efficient attention: option 'keyWidth' is unknown");
    expect(() => optimisedAttention({ modelWidth: 8, heads: 3, keyWidth: 3 })).toThrow(
      'optimised attention: expected heads that divide the model width 8, got 3 heads',
    );
    expect(() => standardAttention({ modelWidth: 8, heads: 3, valueWidth: 3 })).toThrow(
      'standard attention: expected heads that divide the model width 8, got 3 heads',
    );
  });

  it('stays what the outputs are made with, converted for one head', () => {
    const own = { modelWidth: 6, heads: 1, keyWidth: 3 };
    const parameters = randomised(standardAttention({ ...own, valueWidth: 4 }).init(randomStream(1)));
    const expected = standardAttention({ ...own, valueWidth: 4 }).apply(parameters, inputs).output;
    const folded = standardToOptimised(parameters);
    expectAllClose(optimisedAttention(own).apply(folded, inputs).output, expected, { absolute: 1e-5 });
    const further = optimisedToEfficient(folded);
    const efficient = efficientAttention({ modelWidth: 6, heads: 1 });
    expectAllClose(efficient.apply(further, inputs).output, expected, { absolute: 1e-5 });
  });

  it('is an option of a layer', () => {
    const layer = standardLayer({ heads: 3, keyWidth: 2, seed: 1 });
    const x = normal(randomStream(2), [1, 3, 8]);
    const attention = standardAttention({ modelWidth: 8, heads: 3, keyWidth: 2 });
    const { output } = attention.apply(attention.init(randomStream(1)), { query: x, key: x, value: x });
    expectAllClose(layer.apply(x) as tf.Tensor, output, {});
    expect(layer.countParams()).toBe(attention.parameterCount);
  });
});
