import '../../../testing/backend.js';
import { randomStream } from '@better-attention/random';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { mapTensors, normal, randomised, tensorsOf } from '../../../testing/parameters.js';
import {
  type AttentionCache,
  type AttentionInputs,
  type AttentionParameters,
  type AttentionRun,
  mechanism,
  mechanisms,
} from '../src/index.js';
import { optionsOf } from './options.js';

const [BATCH, QUERIES, KEYS, WIDTH, HEADS] = [2, 3, 4, 4, 2] as const;

/** The rows `[example, key]` that no query sees in the first cases. */
const HIDDEN = [
  [0, 1],
  [0, 3],
  [1, 0],
];
const SHOWN = [
  [1, 0, 1, 0],
  [0, 1, 1, 1],
];

const bool = (elements: readonly unknown[], shape: number[]) =>
  tf.tensor(elements.flat(3) as number[], shape, 'bool');

interface Case {
  readonly name: string;
  readonly options: { readonly mask?: tf.Tensor; readonly causal?: boolean };
}

const KEY_MASKS: readonly Case[] = [
  { name: 'a mask of the keys', options: { mask: bool(SHOWN, [BATCH, KEYS]) } },
  { name: 'a mask of the keys with an axis of one query', options: { mask: bool(SHOWN, [BATCH, 1, KEYS]) } },
];
const PAIR_MASKS: readonly Case[] = [
  {
    name: 'a mask of the pairs',
    options: {
      mask: bool(
        SHOWN.map((row) => [row, row, row]),
        [BATCH, QUERIES, KEYS],
      ),
    },
  },
];
const CAUSAL: readonly Case[] = [
  { name: 'a mask of the keys and causality', options: { mask: bool(SHOWN, [BATCH, KEYS]), causal: true } },
];

function build(name: string) {
  const attention = mechanism(name)({
    modelWidth: WIDTH,
    heads: HEADS,
    contextLength: KEYS,
    dropout: 0.4,
    ...optionsOf(name, { projectedLength: 3 }),
  });
  const random = randomStream(3, 'inputs');
  const [query, key, value] = [QUERIES, KEYS, KEYS].map((length) =>
    normal(random, [BATCH, length, WIDTH]),
  ) as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D];
  return { attention, parameters: randomised(attention.init(randomStream(1))), query, key, value };
}

/** `x` `[B, Lk, D]` with `element` in the hidden rows. */
function spoilt(x: tf.Tensor, element: number, rows: readonly (readonly number[])[] = HIDDEN): tf.Tensor3D {
  const buffer = tf.buffer(
    x.shape as [number, number, number],
    'float32',
    x.dataSync().slice() as Float32Array,
  );
  for (const [b, k] of rows) for (let d = 0; d < WIDTH; d++) buffer.set(element, b as number, k as number, d);
  return buffer.toTensor() as tf.Tensor3D;
}

/** The numbers of a tensor, 0 for −0. */
const numbersOf = (of: tf.Tensor) => [...of.dataSync()].map((each) => each + 0);

const everyThird = (weights: tf.Tensor, rate: number) =>
  tf.mul(
    weights,
    tf.tensor(
      Float32Array.from({ length: weights.size }, (_, at) => (at % 3 === 0 ? 0 : 1 / (1 - rate))),
      weights.shape,
    ),
  );

const RUNS: readonly AttentionRun[] = [{}, { returnWeights: true }, { dropout: everyThird }];
const SPOILS = [Number.NaN, Infinity, -Infinity];

describe.each([...mechanisms.keys()])('%s attention', (name) => {
  const { supportsCausal, supportsPairMasks } = mechanism(name);
  const cases = [...KEY_MASKS, ...(supportsPairMasks ? PAIR_MASKS : []), ...(supportsCausal ? CAUSAL : [])];
  const { attention, parameters, query, key, value } = build(name);
  const leaves = tensorsOf(parameters).map(([, leaf]) => leaf);

  const results = (inputs: AttentionInputs, run: AttentionRun) => {
    const { output, weights } = attention.apply(parameters, inputs, run);
    const gradients = tf.grads((q: tf.Tensor, k: tf.Tensor, v: tf.Tensor, ...rest: tf.Tensor[]) => {
      const tree = mapTensors<AttentionParameters>(parameters, () => rest.shift());
      return tf.sum(tf.square(attention.apply(tree, { ...inputs, query: q, key: k, value: v }, run).output));
    })([inputs.query, inputs.key, inputs.value, ...leaves]);
    return [output, ...(weights ? [weights] : []), ...gradients].map(numbersOf);
  };

  it.each(cases)(
    'takes nothing from NaN and ∞ that $name hides, in outputs, weights and gradients',
    ({ options }) => {
      for (const run of RUNS) {
        const finite = results({ query, key, value, ...options }, run);
        expect(finite.flat().every(Number.isFinite)).toBe(true);
        for (const element of SPOILS) {
          const [k, v] = [spoilt(key, element), spoilt(value, element)];
          expect(results({ query, key: k, value, ...options }, run)).toEqual(finite);
          expect(results({ query, key, value: v, ...options }, run)).toEqual(finite);
          expect(results({ query, key: k, value: v, ...options }, run)).toEqual(finite);
        }
      }
    },
  );

  /** What a query that doesn't see the last key computes, and the gradients of it alone. */
  const firstRows = (inputs: AttentionInputs, run: AttentionRun, rows: number) => {
    const head = (of: tf.Tensor) =>
      tf.slice(of, Array(of.rank).fill(0), [...of.shape.slice(0, -2), rows, of.shape.at(-1) as number]);
    const { output, weights } = attention.apply(parameters, inputs, run);
    const gradients = tf.grads((q: tf.Tensor, k: tf.Tensor, v: tf.Tensor, ...rest: tf.Tensor[]) => {
      const tree = mapTensors<AttentionParameters>(parameters, () => rest.shift());
      return tf.sum(
        tf.square(head(attention.apply(tree, { ...inputs, query: q, key: k, value: v }, run).output)),
      );
    })([inputs.query, inputs.key, inputs.value, ...leaves]);
    const seen = [head(output), ...(weights ? [head(weights)] : []), ...gradients].map(numbersOf);
    return { seen, last: [...tf.slice(output, [0, rows, 0], [-1, 1, -1]).dataSync()] };
  };
  const triangle = bool([1, 1, 0, 0, 0, 1, 1, 0, 1, 0, 0, 1], [1, QUERIES, KEYS]);
  const partly = [
    ...(supportsCausal ? [{ name: 'causality', options: { causal: true }, spoiltKey: 2, rows: 2 }] : []),
    ...(supportsPairMasks
      ? [{ name: 'a mask of the pairs', options: { mask: triangle }, spoiltKey: 3, rows: 2 }]
      : []),
  ];

  it.each(partly)(
    'lets a query take nothing of NaN and ∞ that $name hides from it alone',
    ({ options, spoiltKey, rows }) => {
      for (const run of RUNS) {
        const clean = firstRows({ query, key, value, ...options }, run, rows);
        expect(clean.seen.flat().every(Number.isFinite)).toBe(true);
        for (const element of SPOILS) {
          const [k, v] = [key, value].map((x) =>
            spoilt(x, element, [
              [0, spoiltKey],
              [1, spoiltKey],
            ]),
          ) as [tf.Tensor, tf.Tensor];
          for (const inputs of [
            { query, key: k, value },
            { query, key, value: v },
            { query, key: k, value: v },
          ]) {
            const { seen, last } = firstRows({ ...inputs, ...options }, run, rows);
            expect(seen).toEqual(clean.seen);
            expect(last.every(Number.isNaN)).toBe(true);
          }
        }
      }
    },
  );

  it('keeps a query without any key at zero, whatever it holds itself', () => {
    const mask = bool([1, 1, 1, 1, 0, 0, 0, 0], [BATCH, KEYS]);
    for (const run of RUNS) {
      const query_ = spoilt(query, Number.NaN, [[1, 0]]);
      const { output } = attention.apply(parameters, { query: query_, key, value, mask }, run);
      expect(numbersOf(tf.slice(output, [1, 0, 0], [1, 1, -1]))).toEqual(Array(WIDTH).fill(0));
    }
  });

  it.runIf(supportsCausal)('takes nothing of hidden keys and values along in its cache', () => {
    const cache = attention.cache as AttentionCache;
    const mask = bool(SHOWN, [BATCH, 1, KEYS]);
    const context = (k: tf.Tensor, v: tf.Tensor) => {
      const memory = cache.project(parameters, { key: k, value: v, mask });
      return numbersOf(cache.attend(parameters, { query, memory, mask }));
    };
    const at = (x: tf.Tensor, t: number) => tf.slice(x, [0, t, 0], [-1, 1, -1]);
    const stepwise = (k: tf.Tensor, v: tf.Tensor) => {
      const shapes = cache.shapes(BATCH, KEYS);
      let memory = { keys: tf.zeros([...shapes.keys]), values: tf.zeros([...shapes.values]) };
      return Array.from({ length: KEYS }, (_, t) => {
        const one = { query: at(query, t % QUERIES), key: at(k, t), value: at(v, t) };
        const step = cache.step(parameters, { ...one, mask, memory, position: tf.tensor1d([t], 'int32') });
        memory = step.memory;
        return numbersOf(step.output);
      });
    };
    for (const element of SPOILS) {
      const [k, v] = [spoilt(key, element), spoilt(value, element)];
      expect(context(k, v)).toEqual(context(key, value));
      expect(stepwise(k, v)).toEqual(stepwise(key, value));
      expect(stepwise(k, v).flat().every(Number.isFinite)).toBe(true);
    }
  });
});

const ANY_LENGTH = [...mechanisms.keys()].filter((name) => !mechanism(name).fixesContextLength);

describe.each(ANY_LENGTH)('%s attention without any key', (name) => {
  const none = (batch: number) => tf.zeros([batch, 0, WIDTH]);
  const cases: readonly {
    readonly batch: number;
    readonly queries: number;
    readonly mask?: number[];
    readonly causal?: true;
  }[] = [
    { batch: 2, queries: 3 },
    { batch: 2, queries: 3, mask: [2, 0] },
    { batch: 2, queries: 3, mask: [3, 0] },
    { batch: 2, queries: 3, mask: [2, 3, 0] },
    { batch: 2, queries: 2, mask: [2, 0] },
    { batch: 1, queries: 1, mask: [1, 1, 0] },
    { batch: 2, queries: 3, causal: true },
    { batch: 2, queries: 3, mask: [2, 1, 0], causal: true },
    { batch: 2, queries: 0 },
    { batch: 0, queries: 3 },
  ];

  it.each(cases)('has outputs and gradients of zero: %o', ({ batch, queries, mask, causal = false }) => {
    const attention = mechanism(name)({ modelWidth: WIDTH, heads: HEADS, dropout: 0.4, contextLength: 0 });
    const parameters = randomised(attention.init(randomStream(1)));
    const query = normal(randomStream(2), [batch, queries, WIDTH]);
    const key = none(batch);
    const inputs = { key, value: key, causal, ...(mask && { mask: tf.zeros(mask, 'bool') }) };
    const leaves = tensorsOf(parameters).map(([, leaf]) => leaf);
    for (const run of RUNS) {
      const { output, weights } = attention.apply(parameters, { query, ...inputs }, run);
      expect(output.shape).toEqual([batch, queries, WIDTH]);
      expect(weights?.shape).toEqual(run.returnWeights ? [batch, HEADS, queries, 0] : undefined);
      const gradients = tf.grads((q: tf.Tensor, k: tf.Tensor, ...rest: tf.Tensor[]) => {
        const tree = mapTensors<AttentionParameters>(parameters, () => rest.shift());
        return tf.sum(
          tf.square(attention.apply(tree, { ...inputs, query: q, key: k, value: k }, run).output),
        );
      })([query, key, ...leaves]);
      expect(new Set([output, ...gradients].flatMap(numbersOf))).toEqual(
        new Set([output, ...leaves].some(({ size }) => size > 0) ? [0] : []),
      );
      gradients.forEach(({ shape }, at) => {
        expect(shape).toEqual([query, key, ...leaves][at]?.shape);
      });
    }
  });

  it('has outputs of zero from a memory of nothing', () => {
    const attention = mechanism(name)({ modelWidth: WIDTH, heads: HEADS });
    const parameters = randomised(attention.init(randomStream(1)));
    const query = normal(randomStream(2), [2, 3, WIDTH]);
    const memory = (attention.cache as AttentionCache).project(parameters, { key: none(2), value: none(2) });
    const output = (attention.cache as AttentionCache).attend(parameters, { query, memory });
    expect(output.shape).toEqual([2, 3, WIDTH]);
    expect(new Set(numbersOf(output))).toEqual(new Set([0]));
  });
});

it.each(['super', 'linformer'])(
  '%s attention refuses to be without any key, with and without a mask',
  (name) => {
    const attention = mechanism(name)({ modelWidth: WIDTH, heads: HEADS, contextLength: 3 });
    const parameters = attention.init(randomStream(1));
    const [query, key] = [tf.ones([2, 2, WIDTH]), tf.zeros([2, 0, WIDTH])];
    for (const mask of [undefined, tf.zeros([2, 0], 'bool')]) {
      const inputs = { query, key, value: key, ...(mask && { mask }) };
      expect(() => attention.apply(parameters, inputs)).toThrow(/expected context length 3 .*got 0 keys/);
    }
  },
);
