import '../../../testing/backend.js';
import { randomStream } from '@better-attention/random';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectAllClose } from '../../../testing/all-close.js';
import { mapTensors, normal, randomised, tensorsOf } from '../../../testing/parameters.js';
import {
  type AttentionParameters,
  mechanism,
  mechanisms,
  standardAttention,
  superAttention,
} from '../src/index.js';
import { optionsOf } from './options.js';

const WIDTH = 4;

const layer = fc.record({
  heads: fc.constantFrom(1, 2, 4),
  alignment: fc.constantFrom('shared' as const, 'per head' as const),
  batch: fc.integer({ min: 1, max: 3 }),
  seed: fc.integer({ min: 0, max: 1000 }),
  returnWeights: fc.boolean(),
  dropout: fc.boolean(),
});

/** Dropout that drops every third weight, whatever they are. */
function everyThird(weights: tf.Tensor, rate: number): tf.Tensor {
  const mask = Float32Array.from({ length: weights.size }, (_, position) =>
    position % 3 === 0 ? 0 : 1 / (1 - rate),
  );
  return tf.mul(weights, tf.tensor(mask, weights.shape));
}

/** `x` with the rows of the positions that `changed` names replaced by other numbers: `[B, L, D]`. */
function replaced(x: tf.Tensor, changed: (b: number, position: number) => boolean, seed: number): tf.Tensor {
  const [, length] = x.shape as [number, number, number];
  const random = randomStream(seed, 'other');
  const data = x.dataSync().map((element, position) => {
    const row = Math.floor(position / WIDTH);
    return changed(Math.floor(row / length), row % length) ? random.normal() * 20 : element;
  });
  return tf.tensor(data, x.shape);
}

const canBeCausal = [...mechanisms.keys()].filter((name) => mechanism(name).supportsCausal);

describe.each(canBeCausal)('causal %s attention', (name) => {
  it('says that it can be', () => {
    expect(mechanism(name).supportsCausal).toBe(true);
  });

  it('has outputs and weights up to t that are bitwise the same whatever comes after t', () => {
    fc.assert(
      fc.property(
        layer,
        fc.integer({ min: 1, max: 7 }),
        fc.nat(),
        ({ heads, alignment, batch, seed, returnWeights, dropout }, length, cut) => {
          const t = cut % length;
          const attention = mechanism(name)({
            modelWidth: WIDTH,
            heads,
            contextLength: length,
            ...optionsOf(name, { alignment }),
            dropout: 0.3,
          });
          const parameters = randomised(attention.init(randomStream(seed)), seed);
          const x = normal(randomStream(seed), [batch, length, WIDTH]);
          const run = { returnWeights, ...(dropout && { dropout: everyThird }) };
          const past = (input: tf.Tensor) => {
            const { output, weights } = attention.apply(
              parameters,
              { query: input, key: input, value: input, causal: true },
              run,
            );
            const outputs = tf.slice(output, [0, 0, 0], [batch, t + 1, WIDTH]).dataSync();
            return [
              outputs,
              weights && tf.slice(weights, [0, 0, 0, 0], [batch, heads, t + 1, length]).dataSync(),
            ];
          };
          expect(past(replaced(x, (_, position) => position > t, seed))).toEqual(past(x));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('has no gradient of outputs up to t after t, for unlike lengths too', () => {
    fc.assert(
      fc.property(
        layer,
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 6 }),
        fc.nat(),
        ({ heads, alignment, batch, seed }, queries, keys, cut) => {
          const t = cut % queries;
          const attention = mechanism(name)({
            modelWidth: WIDTH,
            heads,
            contextLength: keys,
            ...optionsOf(name, { alignment }),
          });
          const parameters = randomised(attention.init(randomStream(seed)), seed);
          const random = randomStream(seed);
          const [query, key, value] = [queries, keys, keys].map((length) =>
            normal(random, [batch, length, WIDTH]),
          );
          const gradients = tf.grads((q: tf.Tensor, k: tf.Tensor, v: tf.Tensor) => {
            const { output } = attention.apply(parameters, { query: q, key: k, value: v, causal: true });
            return tf.sum(tf.square(tf.slice(output, [0, 0, 0], [batch, t + 1, WIDTH])));
          })([query, key, value] as tf.Tensor[]);
          for (const gradient of gradients) {
            const later = Math.max(0, (gradient.shape[1] as number) - t - 1);
            const size = [batch, later, WIDTH];
            const after = tf.slice(gradient, [0, (gradient.shape[1] as number) - later, 0], size);
            expectAllClose(after, tf.zeros(size), {});
          }
          const [, , ofValues] = gradients as [tf.Tensor, tf.Tensor, tf.Tensor];
          expect(
            tf
              .slice(ofValues, [0, 0, 0], [batch, 1, WIDTH])
              .dataSync()
              .some((element) => element !== 0),
          ).toBe(true);
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe.each([...mechanisms.keys()])('masked %s attention', (name) => {
  it('lets nothing of masked keys and values through, neither numbers nor gradients', () => {
    fc.assert(
      fc.property(
        layer,
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 6 }),
        fc.boolean(),
        ({ heads, alignment, batch, seed }, queries, keys, triangle) => {
          const causal = triangle && canBeCausal.includes(name);
          const attention = mechanism(name)({
            modelWidth: WIDTH,
            heads,
            contextLength: keys,
            ...optionsOf(name, { alignment, projectedLength: keys }),
          });
          const parameters = randomised(attention.init(randomStream(seed)), seed);
          const random = randomStream(seed);
          const [query, key, value] = [queries, keys, keys].map((length) =>
            normal(random, [batch, length, WIDTH]),
          ) as [tf.Tensor, tf.Tensor, tf.Tensor];
          const shown = random.bernoulli(batch * keys, 0.6);
          const hidden = (b: number, position: number) => shown[b * keys + position] === 0;
          const mask = tf.tensor(shown, [batch, 1, keys], 'bool');
          const apply = (k: tf.Tensor, v: tf.Tensor) =>
            attention.apply(parameters, { query, key: k, value: v, mask, causal }).output;
          expect(apply(replaced(key, hidden, seed), replaced(value, hidden, seed + 1)).dataSync()).toEqual(
            apply(key, value).dataSync(),
          );
          const gradients = tf.grads((k: tf.Tensor, v: tf.Tensor) => tf.sum(tf.square(apply(k, v))))([
            key,
            value,
          ]);
          for (const gradient of gradients) {
            const elements = gradient.dataSync();
            const leaked = elements.findIndex(
              (element, position) => element !== 0 && shown[Math.floor(position / WIDTH)] === 0,
            );
            expect(leaked).toBe(-1);
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it.each([true, false])(
    'gives zeros and finite gradients where no key is allowed, and changes nothing elsewhere, weights returned: %s',
    (returnWeights) => {
      const attention = mechanism(name)({
        modelWidth: WIDTH,
        heads: 2,
        contextLength: 3,
        ...optionsOf(name, { projectedLength: 3 }),
      });
      const parameters = randomised(attention.init(randomStream(1)));
      const x = normal(randomStream(2), [2, 3, WIDTH]);
      const apply = (tree: AttentionParameters, input: tf.Tensor, mask: tf.Tensor) =>
        attention.apply(tree, { query: input, key: input, value: input, mask }, { returnWeights });
      const none = tf.tensor([1, 0, 1, 0, 0, 0], [2, 3], 'bool');
      const all = tf.tensor([1, 0, 1, 1, 1, 1], [2, 3], 'bool');

      const { output, weights } = apply(parameters, x, none);
      expectAllClose(tf.slice(output, [1, 0, 0], [1, 3, WIDTH]), tf.zeros([1, 3, WIDTH]), {});
      if (returnWeights) expectAllClose(tf.slice(weights as tf.Tensor, 1, 1), tf.zeros([1, 2, 3, 3]), {});
      const first = ({ output }: { output: tf.Tensor }) => tf.slice(output, 0, 1);
      expectAllClose(first({ output }), first(apply(parameters, x, all)), {});

      const leaves = tensorsOf(parameters).map(([, leaf]) => leaf);
      const gradients = (mask: tf.Tensor, examples: number) =>
        tf.grads((input: tf.Tensor, ...rest: tf.Tensor[]) => {
          const tree = mapTensors<AttentionParameters>(parameters, () => rest.shift());
          return tf.sum(tf.square(tf.slice(apply(tree, input, mask).output, 0, examples)));
        })([x, ...leaves]);
      const alone = gradients(all, 1);
      gradients(none, 2).forEach((gradient, position) => {
        expectAllClose(gradient, alone[position] as tf.Tensor, { absolute: 1e-6, relative: 1e-6 });
      });
    },
  );
});

describe('masks', () => {
  const attention = standardAttention({ modelWidth: WIDTH, heads: 1, useBias: false });
  const identity = { kernel: tf.eye(WIDTH) };
  const parameters = { query: identity, key: identity, value: identity, output: identity };

  it('select rather than add: scores of ±10⁴ stay exact beside masked ones', () => {
    const query = tf.tensor([20_000, 0, 0, 0, -20_000, 0, 0, 0], [1, 2, WIDTH]);
    const key = tf.tensor([1, 0, 0, 0, 0.9999, 0, 0, 0, 0.9998, 0, 0, 0], [1, 3, WIDTH]);
    const value = tf.tensor([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0], [1, 3, WIDTH]);
    const mask = tf.tensor([0, 1, 1], [1, 3], 'bool');
    const { weights } = attention.apply(parameters, { query, key, value, mask }, { returnWeights: true });
    const odds = Math.exp((20_000 * (Math.fround(0.9999) - Math.fround(0.9998))) / 2);
    expectAllClose(
      weights as tf.Tensor,
      [
        [
          [
            [0, odds / (1 + odds), 1 / (1 + odds)],
            [0, 1 / (1 + odds), odds / (1 + odds)],
          ],
        ],
      ],
      { absolute: 1e-3 },
    );
  });

  const inputs = (batch: number, queries: number, keys: number) => ({
    query: tf.ones([batch, queries, WIDTH]),
    key: tf.ones([batch, keys, WIDTH]),
    value: tf.ones([batch, keys, WIDTH]),
  });
  const masked = (sizes: [number, number, number], mask: tf.Tensor) =>
    attention.apply(parameters, { ...inputs(...sizes), mask }, { returnWeights: true }).weights as tf.Tensor;

  it('of two axes belong to the keys or to the pairs by their lengths', () => {
    const weights = [0, 1];
    expectAllClose(
      masked([2, 1, 2], tf.tensor([0, 1, 0, 1], [2, 2], 'bool')),
      [[[weights]], [[weights]]],
      {},
    );
    expectAllClose(masked([1, 1, 2], tf.tensor([0, 1], [1, 2], 'bool')), [[[weights]]], {});
    const triangle = tf.tensor([1, 0, 0, 1], [2, 2], 'bool');
    expectAllClose(
      masked([1, 2, 2], triangle),
      [
        [
          [
            [1, 0],
            [0, 1],
          ],
        ],
      ],
      {},
    );
  });

  it('of three axes may have one example, one query or both', () => {
    const bools = (elements: number[], shape: number[]) => tf.tensor(elements, shape, 'bool');
    const second = [0, 1];
    const everywhere = [[[second, second]], [[second, second]]];
    expectAllClose(masked([2, 2, 2], bools([0, 1], [1, 1, 2])), everywhere, {});
    expectAllClose(masked([2, 2, 2], bools([0, 1, 0, 1], [2, 1, 2])), everywhere, {});
    expectAllClose(masked([2, 2, 2], bools([0, 1, 0, 1], [1, 2, 2])), everywhere, {});
  });

  it('of two axes are refused where batch and query length are equal', () => {
    expect(() => masked([3, 3, 2], tf.ones([3, 2], 'bool'))).toThrow(
      'standard attention: a mask of shape [3,2] is ambiguous, as batch and query length are both 3; ' +
        'pass [3, 1, 2] for a mask of the keys or [1, 3, 2] for one of the pairs',
    );
  });

  it('of other types or shapes are refused with what is expected', () => {
    expect(() => masked([2, 3, 4], tf.ones([2, 4]))).toThrow(
      'standard attention: expected a mask of bool, true = may attend, got float32',
    );
    for (const shape of [[4], [2, 3], [3, 2, 4], [2, 3, 1], [1, 1, 1, 4]]) {
      expect(() => masked([2, 3, 4], tf.ones(shape, 'bool'))).toThrow(
        `standard attention: expected a mask of shape [2, 4], [3, 4] or [2, 3, 4], got [${shape}]`,
      );
    }
  });

  it('that depend on the query are refused by super attention, as they would leak through W^A', () => {
    const aligned = superAttention({ modelWidth: WIDTH, heads: 1, contextLength: 2, useBias: false });
    const kernels = { query: identity, alignment: tf.eye(2), output: identity };
    const mask = tf.ones([3, 2], 'bool');
    expect(() => aligned.apply(kernels, { ...inputs(1, 3, 2), mask })).toThrow(
      'super attention: a mask that depends on the query leaks through W^A; pass a mask of the keys, [B, Lk] or [B, 1, Lk]',
    );
  });
});
