import '../../../testing/backend.js';
import { randomStream } from '@better-attention/random';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectAllClose } from '../../../testing/all-close.js';
import { finiteDifferences, type Nested } from '../../../testing/finite-differences.js';
import { mapTensors, normal, randomised, tensorsOf } from '../../../testing/parameters.js';
import {
  type AttentionParameters,
  type HeadWidthOptions,
  mechanism,
  mechanisms,
  type SuperOptions,
} from '../src/index.js';
import { optionsOf } from './options.js';
import { type Matrix, type ReferenceParameters, referenceAttention, referenceOptions } from './reference.js';

interface Case {
  batch: number;
  queries: number;
  keys: number;
  heads: number;
  options?: Partial<SuperOptions & HeadWidthOptions>;
  mask?: 'keys' | 'pairs' | 'pairs of each example';
  causal?: boolean;
}

const cases: Record<string, Case> = {
  'one example, one head': { batch: 1, queries: 3, keys: 3, heads: 1 },
  'odd length, two heads': { batch: 2, queries: 5, keys: 5, heads: 2 },
  'four heads, no biases': { batch: 2, queries: 3, keys: 3, heads: 4, options: { useBias: false } },
  'more keys than queries': { batch: 1, queries: 2, keys: 5, heads: 2 },
  'more queries than keys, causal': { batch: 2, queries: 5, keys: 3, heads: 2, causal: true },
  'fewer queries than keys, causal': { batch: 2, queries: 2, keys: 3, heads: 1, causal: true },
  'one key': { batch: 2, queries: 3, keys: 1, heads: 2 },
  causal: { batch: 3, queries: 4, keys: 4, heads: 2, causal: true },
  'mask of the keys': { batch: 3, queries: 4, keys: 4, heads: 2, mask: 'keys' },
  'mask of the keys, causal': { batch: 3, queries: 5, keys: 5, heads: 2, mask: 'keys', causal: true },
  'mask of the keys, cross-attention': { batch: 3, queries: 2, keys: 5, heads: 4, mask: 'keys' },
  'mask of the pairs': { batch: 2, queries: 3, keys: 4, heads: 2, mask: 'pairs' },
  'mask of the pairs of each example': {
    batch: 2,
    queries: 3,
    keys: 3,
    heads: 1,
    mask: 'pairs of each example',
  },
  'mask of the pairs, causal': { batch: 2, queries: 4, keys: 4, heads: 2, mask: 'pairs', causal: true },
  'an alignment per head': { batch: 2, queries: 3, keys: 3, heads: 2, options: { alignment: 'per head' } },
  'an alignment per head, causal, masked': {
    batch: 3,
    queries: 4,
    keys: 4,
    heads: 4,
    options: { alignment: 'per head' },
    mask: 'keys',
    causal: true,
  },
  'wider keys and values': { batch: 2, queries: 3, keys: 4, heads: 2, options: { keyWidth: 3 } },
  'narrower keys, wider values, masked': {
    batch: 3,
    queries: 2,
    keys: 4,
    heads: 2,
    options: { keyWidth: 1, valueWidth: 3, useBias: false },
    mask: 'keys',
  },
  'heads that do not divide the model width': {
    batch: 2,
    queries: 3,
    keys: 3,
    heads: 3,
    options: { keyWidth: 2 },
  },
};

const WIDTH = 4;

/** Masks and heads that a mechanism refuses; see the tests of masks. */
function isRefused(name: string, { mask, causal, heads }: Case): boolean {
  const { supportsCausal, supportsPairMasks, optionNames } = mechanism(name);
  return (
    (!supportsPairMasks && mask?.startsWith('pairs') === true) ||
    (!supportsCausal && causal === true) ||
    (WIDTH % heads !== 0 && !optionNames.includes('valueWidth'))
  );
}

/** How many keys the weights of a mechanism are over: fewer than there are where it projects them. */
function weightedKeys(name: string, keys: number): number {
  const { projectedLength = keys } = referenceOptions(name, keys);
  return projectedLength as number;
}

/** Which pairs a case's mask allows; the last key of example 1 and all keys of query 1 are hidden where it can be. */
function mayAttend({ mask }: Case, b: number, t: number, j: number): boolean {
  if (mask === undefined) return true;
  if (mask === 'keys') return b === 2 ? j > 0 : b !== 1 || j % 2 === 0;
  if (mask === 'pairs') return t !== 1 && (t + j) % 3 !== 1;
  return (b + t + j) % 2 === 0 || (b === 1 && t === 2);
}

function maskTensor(given: Case): tf.Tensor | undefined {
  const { mask, batch, queries, keys } = given;
  if (mask === undefined) return undefined;
  const range = (length: number) => Array.from({ length }, (_, position) => position);
  const row = (b: number, t: number) => range(keys).map((j) => mayAttend(given, b, t, j));
  if (mask === 'keys')
    return tf.tensor(
      range(batch).map((b) => row(b, 0)),
      [batch, keys],
      'bool',
    );
  if (mask === 'pairs')
    return tf.tensor(
      range(queries).map((t) => row(0, t)),
      [queries, keys],
      'bool',
    );
  const pairs = range(batch).map((b) => range(queries).map((t) => row(b, t)));
  return tf.tensor(pairs, [batch, queries, keys], 'bool');
}

function setUp(name: string, given: Case) {
  const { batch, queries, keys, heads, options } = given;
  const own = referenceOptions(name, keys);
  const shared = { modelWidth: WIDTH, heads, contextLength: keys };
  const attention = mechanism(name)({ ...shared, ...own, ...optionsOf(name, options ?? {}) });
  const random = randomStream(11, 'inputs');
  return {
    attention,
    own,
    parameters: randomised(attention.init(randomStream(3))),
    query: normal(random, [batch, queries, WIDTH]),
    key: normal(random, [batch, keys, WIDTH]),
    value: normal(random, [batch, keys, WIDTH]),
    probe: normal(random, [batch, queries, WIDTH]),
    shared: { ...(given.mask && { mask: maskTensor(given) as tf.Tensor }), causal: given.causal ?? false },
  };
}

const nested = (tensor: tf.Tensor): Nested => tensor.arraySync() as Nested;

describe.each([...mechanisms.keys()])('%s attention', (name) => {
  const supported = Object.entries(cases).filter(([, given]) => !isRefused(name, given));

  describe.each(supported)('%s', (_, given) => {
    const { attention, own, parameters, query, key, value, probe, shared } = setUp(name, given);
    const plainParameters = mapTensors<ReferenceParameters>(parameters, nested);
    const plain = {
      query: nested(query) as Matrix[],
      key: nested(key) as Matrix[],
      value: nested(value) as Matrix[],
    };
    const reference = () =>
      referenceAttention(name, plainParameters, {
        ...plain,
        heads: given.heads,
        options: own,
        causal: shared.causal,
        mayAttend: (b, t, j) => mayAttend(given, b, t, j),
      });

    it('has the outputs and weights of the equations in float64', () => {
      const { output, weights } = attention.apply(
        parameters,
        { query, key, value, ...shared },
        { returnWeights: true },
      );
      expectAllClose(output, reference().output, { absolute: 2e-6, relative: 2e-6 });
      expectAllClose(weights as tf.Tensor, reference().weights, { absolute: 1e-6 });
    });

    it('has the same outputs without weights', () => {
      const { output } = attention.apply(parameters, { query, key, value, ...shared });
      expectAllClose(output, reference().output, { absolute: 2e-6, relative: 2e-6 });
    });

    it('has the gradients that finite differences of the equations have', () => {
      const weighted = nested(probe) as Matrix[];
      const plainLoss = () =>
        reference().output.reduce(
          (total, rows, b) =>
            total +
            rows.reduce(
              (sum, row, t) =>
                sum + row.reduce((all, out, d) => all + out * (weighted[b]?.[t]?.[d] as number), 0),
              0,
            ),
          0,
        );
      const leaves = tensorsOf(parameters);
      const gradients = tf.grads((...tensors: tf.Tensor[]) => {
        const [q, k, v, ...rest] = tensors as [tf.Tensor, tf.Tensor, tf.Tensor, ...tf.Tensor[]];
        const rebuilt = mapTensors<AttentionParameters>(parameters, () => rest.shift());
        return tf.sum(
          tf.mul(attention.apply(rebuilt, { query: q, key: k, value: v, ...shared }).output, probe),
        );
      })([query, key, value, ...leaves.map(([, leaf]) => leaf)]);

      const plainLeaves = leaves.map(([path]) =>
        path
          .split('.')
          .reduce<unknown>((tree, part) => (tree as Record<string, unknown>)[part], plainParameters),
      ) as Nested[];
      [plain.query, plain.key, plain.value, ...plainLeaves].forEach((point, position) => {
        const expected = finiteDifferences(plainLoss, point);
        expectAllClose(gradients[position] as tf.Tensor, expected, { absolute: 3e-5, relative: 3e-5 });
      });
    });
  });

  it('has weights that sum to 1 over the keys, not over the queries', () => {
    const { attention, parameters, query, key, value } = setUp(name, {
      batch: 1,
      queries: 2,
      keys: 5,
      heads: 2,
    });
    const { weights } = attention.apply(parameters, { query, key, value }, { returnWeights: true });
    expect(weights?.shape).toEqual([1, 2, 2, weightedKeys(name, 5)]);
    expectAllClose(tf.sum(weights as tf.Tensor, 3), tf.ones([1, 2, 2]), { absolute: 1e-6 });
    const overQueries = tf.sum(weights as tf.Tensor, 2).dataSync();
    expect(overQueries.every((sum) => Math.abs(sum - 1) > 0.01)).toBe(true);
  });

  it('returns weights only on request', () => {
    const { attention, parameters, query, key, value } = setUp(name, {
      batch: 1,
      queries: 3,
      keys: 3,
      heads: 1,
    });
    expect(Object.keys(attention.apply(parameters, { query, key, value }))).toEqual(['output']);
  });

  it('keeps no tensors but its result, with masks too', () => {
    const given = cases['mask of the keys, causal'] as Case;
    for (const causal of isRefused(name, given) ? [false] : [false, true]) {
      const { attention, parameters, query, key, value, shared } = setUp(name, { ...given, causal });
      const before = tf.memory().numTensors;
      const result = attention.apply(parameters, { query, key, value, ...shared }, { returnWeights: true });
      expect(tf.memory().numTensors - before).toBe(2);
      tf.dispose(result);
      attention.apply(parameters, { query, key, value, ...shared }).output.dispose();
      tf.grad((q) => attention.apply(parameters, { query: q, key, value, ...shared }).output)(
        query,
      ).dispose();
      expect(tf.memory().numTensors).toBe(before);
    }
  });

  it('drops weights at its rate with the function it is handed, and returns them undropped', () => {
    const given = { batch: 2, queries: 3, keys: 3, heads: 2, options: { dropout: 0.25 } };
    const { attention, parameters, query, key, value } = setUp(name, given);
    const calls: [number[], number][] = [];
    const dropout = (weights: tf.Tensor, rate: number) => {
      calls.push([weights.shape, rate]);
      return tf.zerosLike(weights);
    };
    const inputs = { query, key, value };
    const dropped = attention.apply(parameters, inputs, { dropout, returnWeights: true });
    const kept = attention.apply(parameters, inputs, { returnWeights: true });
    expect(calls).toEqual([[[2, 2, 3, weightedKeys(name, 3)], 0.25]]);
    expectAllClose(dropped.weights as tf.Tensor, kept.weights as tf.Tensor, {});
    const bias = tf.broadcastTo(parameters.output.bias as tf.Tensor, [2, 3, WIDTH]);
    expectAllClose(dropped.output, bias, { absolute: 1e-6 });
  });

  it('asks for no dropout at rate 0', () => {
    const { attention, parameters, query, key, value } = setUp(name, {
      batch: 1,
      queries: 3,
      keys: 3,
      heads: 1,
    });
    const dropout = () => expect.fail('dropout was called');
    expect(attention.apply(parameters, { query, key, value }, { dropout }).output.shape).toEqual([
      1,
      3,
      WIDTH,
    ]);
  });

  it('names both numbers when the heads do not divide the width', () => {
    expect(() => mechanism(name)({ modelWidth: 64, heads: 5, contextLength: 3 })).toThrow(
      `${name} attention: expected heads that divide the model width 64, got 5 heads`,
    );
  });

  it('names the input whose shape does not fit', () => {
    const { attention, parameters, query, key, value } = setUp(name, {
      batch: 2,
      queries: 3,
      keys: 3,
      heads: 1,
    });
    const narrow = tf.zeros([2, 3, 6]);
    expect(() => attention.apply(parameters, { query, key: narrow, value })).toThrow(
      `${name} attention: expected key of shape [2, Lk, 4], got [2, 3, 6]`,
    );
    const short = tf.zeros([2, 2, WIDTH]);
    expect(() => attention.apply(parameters, { query, key, value: short })).toThrow(
      `${name} attention: expected value of shape [2, 3, 4], got [2, 2, 4]`,
    );
    expect(() => attention.apply(parameters, { query: tf.zeros([3, WIDTH]), key, value })).toThrow(
      `${name} attention: expected query of shape [B, Lq, 4], got [3, 4]`,
    );
  });

  it('starts from the same numbers for the same seed only', () => {
    const attention = mechanism(name)({ modelWidth: 8, heads: 2, contextLength: 3 });
    const kernels = [0, 0, 1].map((seed) => attention.init(randomStream(seed)).query.kernel.dataSync());
    expect(kernels[0]).toEqual(kernels[1]);
    expect(kernels[0]).not.toEqual(kernels[2]);
  });
});
