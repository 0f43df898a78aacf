import '../../../testing/backend.js';
import { randomStream } from '@better-attention/random';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { expectAllClose } from '../../../testing/all-close.js';
import { mapTensors, tensorsOf } from '../../../testing/parameters.js';
import { type AttentionOptions, type AttentionParameters, mechanism } from '../src/index.js';
import {
  type AttentionLayerOptions,
  efficientAttention,
  optimisedAttention,
  standardAttention,
  superAttention,
} from '../src/layers.js';
import { input, makers, modelOf, reloaded } from './layer-models.js';

function pure(name: string, options: AttentionOptions) {
  return mechanism(name)(options);
}

describe.each(makers)('%s attention as a layer', (name, make) => {
  const options = { modelWidth: 8, heads: 2, contextLength: 5 };

  it('has the parameters of the mechanism as weights, and starts from those of the seed', () => {
    const layer = make({ heads: 2, seed: 3 });
    layer.apply(tf.ones([1, 5, 8]));
    const initial = tensorsOf(pure(name, options).init(randomStream(3)));
    expect(layer.weights.map(({ originalName }) => originalName)).toEqual(
      initial.map(([path]) => `${layer.name}/${path.replaceAll('.', '/')}`),
    );
    layer.getWeights().forEach((weight, position) => {
      expectAllClose(weight, initial[position]?.[1] as tf.Tensor, {});
    });
    expect(layer.countParams()).toBe(pure(name, options).parameterCount);
  });

  it.each([
    ['one input', 1],
    ['query and value', 2],
    ['query, value and key', 3],
  ])('gives the output of the mechanism for %s, at once and in a model', (_, count) => {
    const layer = make({ heads: 2, seed: 3, useBias: false });
    const tensors = [input([2, 5, 8]), input([2, 5, 8], 2), input([2, 5, 8], 3)].slice(0, count);
    const model = modelOf(layer, ...tensors.map(({ shape }) => shape.slice(1)));
    const attention = pure(name, { ...options, useBias: false });
    const [query, value = query, key = value] = tensors as [tf.Tensor];
    const { output } = attention.apply(attention.init(randomStream(3)), { query, key, value });
    expectAllClose(model.predict(tensors) as tf.Tensor, output, {});
    expectAllClose(layer.apply(tensors) as tf.Tensor, output, {});
  });

  it('is causal where it is asked to be, or says that it cannot', () => {
    if (!mechanism(name).supportsCausal) {
      expect(() => make({ heads: 2, causal: true })).toThrow(`${name} attention: it can't be causal`);
      return;
    }
    const layer = make({ heads: 2, seed: 3, causal: true });
    const x = input([2, 5, 8]);
    const attention = pure(name, options);
    const given = { query: x, key: x, value: x, causal: true };
    expectAllClose(layer.apply(x) as tf.Tensor, attention.apply(layer.parameters, given).output, {});
  });

  it('is saved and loaded with options and weights', async () => {
    const causal = mechanism(name).supportsCausal;
    const layer = make({ heads: 4, seed: 3, causal, useBias: false, dropout: 0.25, name: 'mixer' });
    const model = modelOf(layer, [5, 8]);
    layer.setWeights(layer.getWeights().map(({ shape }) => input(shape, 9)));
    const loaded = await reloaded(model);
    const x = input([3, 5, 8]);
    expectAllClose(loaded.predict(x) as tf.Tensor, model.predict(x) as tf.Tensor, {});
    expect(loaded.getLayer('mixer').getConfig()).toEqual(layer.getConfig());
    expect(loaded.getLayer('mixer').getClassName()).toBe(
      `${name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())}Attention`,
    );
  });

  it('learns where it is fitted, and each of its weights with it', async () => {
    const layer = make({ heads: 2, seed: 3 });
    const model = tfl.sequential({
      layers: [tfl.layers.inputLayer({ inputShape: [5, 8] }), layer],
    });
    const before = layer.getWeights().map((weight) => weight.clone());
    const x = input([16, 5, 8]);
    model.compile({ optimizer: tf.train.adam(0.01), loss: 'meanSquaredError' });
    const reversed = tf.mul(tf.reverse(x, 1), 0.5);
    const { history } = await model.fit(x, reversed, {
      epochs: 12,
      batchSize: 8,
      shuffle: false,
      verbose: 0,
    });
    const losses = history.loss as number[];
    expect(losses.at(-1)).toBeLessThan(0.8 * (losses[0] as number));
    for (const [position, { originalName }] of layer.weights.entries()) {
      if (withoutEffect(name, originalName)) continue;
      const [after, start] = [layer.getWeights()[position], before[position]] as [tf.Tensor, tf.Tensor];
      expect(largestDifference(after, start), originalName).toBeGreaterThan(0.005);
    }
  });

  it('has the gradients of the mechanism for its weights', () => {
    const layer = make({ heads: 2, seed: 3 });
    const x = input([2, 5, 8]);
    layer.apply(x);
    const target = input([2, 5, 8], 2);
    const loss = (output: tf.Tensor) => tf.mean(tf.squaredDifference(output, target)) as tf.Scalar;
    const { grads } = tf.variableGrads(() => loss(layer.apply(x) as tf.Tensor));
    const attention = pure(name, options);
    const initial = attention.init(randomStream(3));
    const leaves = tensorsOf(initial).map(([, leaf]) => leaf);
    const expected = tf.grads((...values: tf.Tensor[]) => {
      const rest = [...values];
      const tree = mapTensors<AttentionParameters>(initial, () => rest.shift());
      return loss(attention.apply(tree, { query: x, key: x, value: x }).output);
    })(leaves);
    for (const [position, weight] of layer.weights.entries()) {
      const gradient = grads[weight.name] as tf.Tensor;
      expectAllClose(gradient, expected[position] as tf.Tensor, {});
      const largest = largestDifference(gradient, tf.zerosLike(gradient));
      if (withoutEffect(name, weight.originalName)) expect(largest).toBeLessThan(1e-7);
      else expect(largest, weight.originalName).toBeGreaterThan(1e-4);
    }
  });

  it('leaves no tensors behind', () => {
    const layer = make({ heads: 2, dropout: 0.5 });
    const x = input([2, 5, 8]);
    layer.apply(x);
    const before = tf.memory().numTensors;
    tf.dispose(layer.apply(x, { training: true }) as tf.Tensor);
    expect(tf.memory().numTensors).toBe(before);
    const weights = layer.weights.length;
    layer.dispose();
    expect(tf.memory().numTensors).toBe(before - weights);
  });
});

describe('a summary', () => {
  it.each([
    ['standard', 16_640],
    ['optimised', 12_480],
    ['efficient', 8_320],
    ['super', 10_721],
    ['linformer', 17_914],
    ['performer', 16_640],
    ['multi-query', 10_400],
  ])('counts the parameters of %s attention', (name, count) => {
    const lines: string[] = [];
    const make = new Map(makers).get(name) as (typeof makers)[number][1];
    const model = modelOf(make({ heads: 4, name: 'attention' }), [49, 64]);
    model.summary(undefined, undefined, (line) => lines.push(line));
    expect(lines.find((line) => line.startsWith('attention'))).toMatch(
      new RegExp(`\\[null,49,64\\] +${count} *$`),
    );
    expect(lines).toContain(`Total params: ${count}`);
    expect(lines).toContain(`Trainable params: ${count}`);
  });
});

describe('dropout', () => {
  const options = { modelWidth: 8, heads: 2, dropout: 0.5 };

  it('drops weights in training alone, anew in each call, the same for the same seed', () => {
    const x = input([2, 5, 8]);
    const [one, other] = [
      standardAttention({ ...options, seed: 1 }),
      standardAttention({ ...options, seed: 1 }),
    ];
    const first = one.apply(x, { training: true }) as tf.Tensor;
    expectAllClose(other.apply(x, { training: true }) as tf.Tensor, first, {});
    expect(largestDifference(one.apply(x, { training: true }) as tf.Tensor, first)).toBeGreaterThan(0.01);
    const whole = pure('standard', options).apply(one.parameters, { query: x, key: x, value: x }).output;
    expectAllClose(one.apply(x) as tf.Tensor, whole, {});
    expect(largestDifference(first, whole)).toBeGreaterThan(0.01);
  });

  it('keeps a share of 1 − rate of the weights, scaled by its inverse', () => {
    const layer = efficientAttention({ heads: 1, dropout: 0.75, useBias: false, seed: 0 });
    layer.build([1, 4000, 1]);
    layer.setWeights([tf.zeros([1, 1]), tf.ones([1, 1])]);
    const query = tf.ones([1, 5, 1]);
    const output = layer.apply([query, tf.ones([1, 4000, 1])], { training: true }) as tf.Tensor;
    for (const mean of output.dataSync()) expect(Math.abs(mean - 1)).toBeLessThan(0.15);
    expect(new Set(output.dataSync()).size).toBeGreaterThan(1);
  });
});

describe('layers without a seed', () => {
  it('start from different weights', () => {
    const [one, other] = [efficientAttention({ heads: 1 }), efficientAttention({ heads: 1 })];
    for (const layer of [one, other]) layer.build([null, 3, 4]);
    expect(one.getWeights()[0]?.dataSync()).not.toEqual(other.getWeights()[0]?.dataSync());
  });
});

describe('a layer refuses', () => {
  const symbolic = (...shapes: (number | null)[][]) => shapes.map((shape) => tfl.input({ shape }));
  const cases: [string, () => unknown, string][] = [
    [
      'an unknown option',
      () => superAttention({ heads: 2, numHeads: 2 } as unknown as AttentionLayerOptions),
      "super attention: option 'numHeads' is unknown; known are modelWidth, heads, useBias, dropout, contextLength, alignment, alignmentStart, causal, returnWeights, seed, name, inputShape, batchInputShape, batchSize, dtype, inputDType, trainable, weights",
    ],
    [
      'heads that do not divide the width of its input',
      () => standardAttention({ heads: 3 }).apply(symbolic([5, 8])),
      'standard attention: expected heads that divide the model width 8, got 3 heads',
    ],
    [
      'a dropout of 1',
      () => standardAttention({ heads: 2, dropout: 1 }),
      'standard attention: expected a dropout from 0 to below 1, got 1',
    ],
    [
      'a negative seed',
      () => standardAttention({ heads: 2, seed: -1 }),
      'random stream: expected a non-negative integer seed, got -1',
    ],
    [
      'an open context length of super attention',
      () => superAttention({ heads: 2 }).apply(symbolic([null, 8])),
      'super attention: expected contextLength, the number of keys that W^A is made for, got undefined',
    ],
    [
      'another width than its own',
      () => efficientAttention({ heads: 2, modelWidth: 16 }).apply(symbolic([5, 8])),
      'efficient attention: expected query of shape [null, null, 16], got [null, 5, 8]',
    ],
    [
      'values and keys of unlike lengths',
      () => optimisedAttention({ heads: 2 }).apply(symbolic([5, 8], [6, 8], [7, 8])),
      'optimised attention: expected value of shape [null, 7, 8], got [null, 6, 8]',
    ],
    [
      'an input without positions',
      () => standardAttention({ heads: 2 }).apply(symbolic([8])),
      'standard attention: expected the inputs [query], [query, value] or [query, value, key], each [B, L, D], then masks of the keys, each [B, Lk]; got [null, 8]',
    ],
    [
      'other lengths than that of W^A, once they are known',
      () => modelOf(superAttention({ heads: 2, contextLength: 49 }), [null, 8]).predict(tf.ones([1, 32, 8])),
      'super attention: expected context length 49 (its W^A is 49 × 49), got 32 keys',
    ],
    [
      'a mask of another length',
      () => standardAttention({ heads: 2 }).apply([tf.ones([2, 5, 8]), tf.ones([2, 4], 'bool')]),
      'standard attention: expected a mask of shape [2, 5], [5, 5] or [2, 5, 5], got [2,1,4]',
    ],
    [
      'to give its parameters before it has any',
      () => standardAttention({ heads: 2 }).parameters,
      'standard attention: the layer has no weights yet; build it, or apply it to an input, first',
    ],
  ];

  it.each(cases)('%s', (_, attempt, message) => {
    expect(attempt).toThrow(message);
  });
});

/** A bias of the keys adds the same to all scores of a query, which a softmax of dot products takes away again. */
function withoutEffect(name: string, weight: string): boolean {
  return weight.endsWith('key/bias') && !['linformer', 'performer'].includes(name);
}

function largestDifference(a: tf.Tensor, b: tf.Tensor): number {
  return tf.max(tf.abs(tf.sub(a, b))).dataSync()[0] as number;
}
