import '../../../testing/backend.js';
import { randomStream } from '@better-attention/random';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectAllClose } from '../../../testing/all-close.js';
import { normal, randomised } from '../../../testing/parameters.js';
import { performerAttention, performerFeatures, standardAttention } from '../src/index.js';

const options = { modelWidth: 16, heads: 2 };

describe('performer attention', () => {
  it('comes closer to the exact softmax with more features: a quarter of the error with 16 times as many', () => {
    const standard = standardAttention(options);
    const parameters = standard.init(randomStream(4));
    const x = normal(randomStream(5), [16, 12, 16], 0.5);
    const inputs = { query: x, key: x, value: x };
    const exact = standard.apply(parameters, inputs, { returnWeights: true });
    const errors = [16, 256, 4096].map((features) => {
      const { weights, output } = performerAttention({ ...options, features }).apply(parameters, inputs, {
        returnWeights: true,
      });
      const rootMeanSquare = (a: tf.Tensor, b: tf.Tensor) =>
        Math.sqrt(tf.mean(tf.squaredDifference(a, b)).dataSync()[0] as number);
      return [
        rootMeanSquare(weights as tf.Tensor, exact.weights as tf.Tensor),
        rootMeanSquare(output, exact.output),
      ] as const;
    });
    for (const which of [0, 1] as const) {
      const series = errors.map((error) => error[which]);
      series.slice(1).forEach((error, at) => {
        expect(error / (series[at] as number)).toBeLessThan(0.4);
        expect(error / (series[at] as number)).toBeGreaterThan(0.15);
      });
    }
    expect(errors[2]?.[0]).toBeLessThan(0.005);
  });

  it('has the outputs that its weights give', () => {
    const attention = performerAttention({ ...options, dropout: 0.1 });
    const parameters = randomised(attention.init(randomStream(0)));
    const x = normal(randomStream(1), [2, 7, 16]);
    const inputs = { query: x, key: x, value: x };
    const linear = attention.apply(parameters, inputs).output;
    const byPairs = attention.apply(parameters, inputs, { returnWeights: true }).output;
    const dropping = attention.apply(parameters, inputs, { dropout: (weights) => weights }).output;
    expectAllClose(linear, byPairs, { absolute: 1e-5 });
    expectAllClose(dropping, byPairs, {});
  });

  it('holds nothing as large as the pairs unless weights are needed', async () => {
    const attention = performerAttention({ modelWidth: 4, heads: 1, features: 3 });
    const parameters = attention.init(randomStream(0));
    const x = tf.ones([1, 101, 4]);
    const largest = async (run: { returnWeights?: boolean }, causal = false) => {
      const { kernels } = await tf.profile(
        () => attention.apply(parameters, { query: x, key: x, value: x, causal }, run).output,
      );
      const sizes = kernels.flatMap(({ outputShapes }) =>
        outputShapes.map((shape) => shape.reduce((size, length) => size * length, 1)),
      );
      return Math.max(...sizes);
    };
    expect(await largest({})).toBe(404);
    expect(await largest({ returnWeights: true })).toBe(101 * 101);
    expect(await largest({}, true)).toBe(101 * 101);
  });

  it('has the parameters of standard attention, its features not among them', () => {
    const names = (tree: object) => Object.keys(tree);
    const [performer, standard] = [performerAttention(options), standardAttention(options)];
    expect(names(performer.init(randomStream(0)))).toEqual(names(standard.init(randomStream(0))));
    expect(performer.parameterCount).toBe(standard.parameterCount);
  });

  it.each([
    [1, 16],
    [8, 24],
    [16, 48],
    [32, 128],
  ])('has for a head width of %d %d features unless told otherwise', (width, features) => {
    const parameters = performerAttention({ modelWidth: width, heads: 1 }).init(randomStream(0));
    const x = normal(randomStream(1), [1, 4, width]);
    const outputs = [undefined, features, features + 1].map((given) =>
      performerAttention({ modelWidth: width, heads: 1, ...(given !== undefined && { features: given }) })
        .apply(parameters, { query: x, key: x, value: x })
        .output.dataSync(),
    );
    expect(outputs[0]).toEqual(outputs[1]);
    expect(outputs[0]).not.toEqual(outputs[2]);
  });

  it('has features that depend on their number and the head width alone', () => {
    expect(performerFeatures(6, 4)).toEqual(performerFeatures(6, 4));
    expect(performerFeatures(6, 4).map(({ length }) => length)).toEqual([4, 4, 4, 4, 4, 4]);
  });

  it('stays finite, numbers and gradients, for huge queries and keys', () => {
    const attention = performerAttention(options);
    const parameters = randomised(attention.init(randomStream(0)));
    const x = normal(randomStream(1), [2, 5, 16], 1000);
    for (const causal of [false, true]) {
      const apply = (input: tf.Tensor) =>
        attention.apply(parameters, { query: input, key: input, value: input, causal }).output as tf.Tensor;
      const numbers = [...apply(x).dataSync(), ...tf.grad(apply)(x).dataSync()];
      expect(numbers.every(Number.isFinite)).toBe(true);
    }
  });

  it('stays finite for the keys whose features are the largest', () => {
    const width = 64;
    const attention = performerAttention({ modelWidth: width, heads: 1, useBias: false, features: 64 });
    const identity = { kernel: tf.eye(width) };
    const parameters = { query: identity, key: identity, value: identity, output: identity };
    const x = tf.mul(tf.tensor3d([performerFeatures(64, width)]), width ** 0.25);
    const { output } = attention.apply(parameters, { query: x, key: x, value: x });
    expect([...output.dataSync()].every(Number.isFinite)).toBe(true);
  });

  it.each([0, 2.5])('refuses %d features', (features) => {
    expect(() => performerAttention({ ...options, features })).toThrow(
      `performer attention: expected features, how many a query or key has, from 1, got ${features}`,
    );
  });
});
