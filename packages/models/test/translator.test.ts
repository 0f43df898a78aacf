import '../../../testing/backend.js';
import { readFileSync } from 'node:fs';
import { mechanism, mechanisms } from '@better-attention/attention';
import { randomStream } from '@better-attention/random';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectAllClose } from '../../../testing/all-close.js';
import type { Nested } from '../../../testing/finite-differences.js';
import { randomised } from '../../../testing/parameters.js';
import { entries, leaves } from '../../tfjs-onnx/src/tensors/tree.js';
import { type TranslatorOptions, type TranslatorParameters, translator } from '../src/index.js';
import {
  crossEntropy,
  itIsPyTorchs,
  lossAndGradients,
  type PyTorchCase,
  storedParameters,
} from './pytorch.js';

interface Fixture {
  sizes: Omit<TranslatorOptions, 'dropout' | 'mechanism'>;
  source: number[][];
  target: number[][];
  labels: number[][];
  parameters: Record<string, Nested>;
  cases: PyTorchCase[];
}

const fixture = JSON.parse(
  readFileSync(new URL('./fixtures/translator.json', import.meta.url), 'utf8'),
) as Fixture;
const tokens = (rows: number[][]) => tf.tensor2d(rows, undefined, 'int32');
const [source, target] = [tokens(fixture.source), tokens(fixture.target)];
const tiny: TranslatorOptions = { ...fixture.sizes, dropout: 0.5, mechanism: 'standard' };
const build = (changes: Partial<TranslatorOptions> = {}) => {
  const model = translator({ ...tiny, ...changes });
  const initial = model.init(randomStream(0));
  const isStored = fixture.cases.some((given) => given.mechanism === (changes.mechanism ?? tiny.mechanism));
  return {
    model,
    parameters: isStored ? storedParameters(initial, fixture.parameters) : randomised(initial),
  };
};

describe.each(fixture.cases)('translator against PyTorch, $mechanism', (given) => {
  const { model, parameters } = build({ mechanism: given.mechanism });
  itIsPyTorchs({
    given,
    parameters,
    logits: (tree) => model.apply(tree, { source, target }).logits,
    loss: (logits) => crossEntropy(logits, fixture.labels.flat(), 0),
  });
});

/** The same parameters with other numbers in some rows of one table, not only shifted ones: normalisations undo a shift. */
function changed(
  parameters: TranslatorParameters,
  side: 'source' | 'target',
  table: 'token' | 'position',
  rows: readonly number[],
): TranslatorParameters {
  const kept = parameters[side][table].arraySync();
  const other = kept.map((row, at) => (rows.includes(at) ? row.map((_, column) => 3 * column) : row));
  return { ...parameters, [side]: { ...parameters[side], [table]: tf.tensor2d(other) } };
}

const canBeCausal = [...mechanisms.keys()].filter((name) => mechanism(name).supportsCausal);

describe.each(canBeCausal)('with %s attention', (mechanism) => {
  const { model, parameters } = build({ mechanism });
  const rowsOf = (logits: tf.Tensor3D) => logits.arraySync();
  const logitsOf = (tree: TranslatorParameters, from = source, to = target) =>
    rowsOf(model.apply(tree, { source: from, target: to }).logits);

  /** The logits at one position, after a step at each before it. */
  const nextLogits = (to: tf.Tensor2D, position: number) => {
    let state = model.encode(parameters, source);
    const step = (at: number) =>
      model.next(parameters, { state, target: to, position: tf.tensor1d([at], 'int32') });
    for (let at = 0; at < position; at++) {
      const { logits: _, ...target } = step(at);
      state = { ...state, ...target };
    }
    return step(position).logits;
  };

  it.each([0, 1])('tokens after target position %d change nothing up to it, not even a bit', (position) => {
    const later = (other: number) =>
      tokens(fixture.target.map((row) => row.map((token, at) => (at > position ? other : token))));
    const upTo = (to: tf.Tensor2D, options = {}) =>
      rowsOf(model.apply(parameters, { source, target: to }, options).logits).map((row) =>
        row.slice(0, position + 1),
      );
    const dropout = (values: tf.Tensor) => tf.mul(values, 0.5);
    for (const options of [{}, { returnWeights: true }, { dropout }]) {
      const expected = upTo(target, options);
      expect(upTo(later(2), options)).toEqual(expected);
      expect(upTo(later(0), options)).toEqual(expected);
    }
    expect(logitsOf(parameters, source, later(2))).not.toEqual(logitsOf(parameters));
  });

  it('a later target position has no gradient in an earlier output', () => {
    const position = (at: number) => {
      const { gradients } = lossAndGradients(parameters, (tree) =>
        tf.sum(tf.square(tf.slice(model.apply(tree, { source, target }).logits, [0, at, 0], [-1, 1, -1]))),
      );
      const table = entries<tf.Tensor>(parameters).findIndex(([path]) => path === 'target.position');
      return (gradients[table] as tf.Tensor2D).arraySync();
    };
    expect(
      position(0)
        .slice(1)
        .flat()
        .every((element) => element === 0),
    ).toBe(true);
    expect(
      position(1)
        .slice(2)
        .flat()
        .every((element) => element === 0),
    ).toBe(true);
    expect(position(1)[1]?.some((element) => element !== 0)).toBe(true);
  });

  it('what stands at padded source positions changes nothing, not even a bit', () => {
    const expected = logitsOf(parameters);
    expect(logitsOf(changed(parameters, 'source', 'token', [0]))).toEqual(expected);
    const other = logitsOf(changed(parameters, 'source', 'position', [2]));
    expect(other[1]).toEqual(expected[1]);
    expect(other[0]).not.toEqual(expected[0]);
  });

  it('padding reaches no other position, even where its row of the table is NaN', () => {
    const gap = tokens([
      [1, 0, 3],
      [1, 0, 2],
    ]);
    const padded = tokens([
      [3, 1, 0, 0],
      [2, 0, 0, 0],
    ]);
    const spoilt = (tree: TranslatorParameters, side: 'source' | 'target') => {
      const { token } = tree[side];
      const rows = tf.concat([tf.fill([1, token.shape[1]], Number.NaN), tf.slice(token, [1, 0])], 0);
      return { ...tree, [side]: { ...tree[side], token: rows as tf.Tensor2D } };
    };
    const expected = logitsOf(parameters, padded, gap);
    const other = logitsOf(spoilt(spoilt(parameters, 'source'), 'target'), padded, gap);
    for (const row of [0, 1]) {
      expect([other[row]?.[0], other[row]?.[2]]).toEqual([expected[row]?.[0], expected[row]?.[2]]);
      expect(other[row]?.[1]?.every(Number.isNaN)).toBe(true);
    }
  });

  it('a padded target position in the middle is attended to by no other', () => {
    const gap = tokens([
      [1, 0, 3],
      [1, 0, 2],
    ]);
    const expected = logitsOf(parameters, source, gap);
    const other = logitsOf(changed(parameters, 'target', 'token', [0]), source, gap);
    for (const row of [0, 1]) {
      expect([other[row]?.[0], other[row]?.[2]]).toEqual([expected[row]?.[0], expected[row]?.[2]]);
      expect(other[row]?.[1]).not.toEqual(expected[row]?.[1]);
    }
  });

  it('padding has no gradient, on neither side', () => {
    const { gradients } = lossAndGradients(parameters, (tree) =>
      crossEntropy(model.apply(tree, { source, target }).logits, fixture.labels.flat(), 0),
    );
    const named = new Map(
      entries<tf.Tensor>(parameters).map(([path], at) => [path, gradients[at] as tf.Tensor]),
    );
    const row = (path: string, at: number) => (named.get(path) as tf.Tensor2D).arraySync()[at];
    const [padding, last] = [0, 3];
    for (const [path, at] of [
      ['source.token', padding],
      ['target.token', padding],
      ['source.position', last],
    ] as const) {
      expect(row(path, at)).toEqual([0, 0, 0, 0]);
      expect(row(path, 1)).not.toEqual([0, 0, 0, 0]);
    }
  });

  it('stays finite when a whole source is padding', () => {
    const empty = tokens([[0, 0, 0, 0], fixture.source[1] as number[]]);
    const { value, gradients } = lossAndGradients(parameters, (tree) =>
      crossEntropy(model.apply(tree, { source: empty, target }).logits, fixture.labels.flat(), 0),
    );
    const numbers = [value, ...gradients.flatMap((gradient) => [...gradient.dataSync()])];
    expect(numbers.every(Number.isFinite)).toBe(true);
    expect(logitsOf(parameters, empty)[1]).toEqual(logitsOf(parameters)[1]);
  });

  it.each([0, 1, 2])('computes target position %d alone as it does among the others', (position) => {
    const later = tokens(fixture.target.map((row) => row.map((token, at) => (at > position ? 2 : token))));
    const among = logitsOf(parameters).map((row) => row[position] as number[]);
    expectAllClose(nextLogits(later, position), among, { absolute: 1e-6 });
  });

  it('attends to no padded target position when it computes the next alone', () => {
    const gap = tokens([
      [1, 0, 3],
      [0, 2, 2],
    ]);
    for (const position of [0, 1, 2]) {
      const among = logitsOf(parameters, source, gap).map((row) => row[position] as number[]);
      expectAllClose(nextLogits(gap, position), among, { absolute: 1e-6 });
    }
  });
});

describe('translator', () => {
  it.each(canBeCausal.filter((name) => !mechanism(name).fixesContextLength))(
    'takes shorter texts with %s attention',
    (name) => {
      const { model, parameters } = build({ mechanism: name });
      const short = model.apply(parameters, { source: tokens([[2, 2]]), target: tokens([[1, 3]]) }).logits;
      const padded = model.apply(parameters, { source: tokens([[2, 2, 0, 0]]), target: tokens([[1, 3, 0]]) });
      expectAllClose(short, tf.slice(padded.logits, 0, [1, 2, 5]), { absolute: 2e-6 });
    },
  );

  it('refuses shorter texts with super attention', () => {
    const { model, parameters } = build({ mechanism: 'super' });
    const apply = (from: number[], to: number[]) => () =>
      model.apply(parameters, { source: tokens([from]), target: tokens([to]) });
    expect(apply([2, 2], [1, 3, 0])).toThrow('expected context length 4 (its W^A is 4 × 4), got 2 keys');
    expect(apply([2, 2, 0, 0], [1, 3])).toThrow('expected context length 3 (its W^A is 3 × 3), got 2 keys');
  });

  it('refuses texts that are too long, on either side', () => {
    const { model, parameters } = build();
    const apply = (from: number, to: number) => () =>
      model.apply(parameters, { source: tf.ones([1, from], 'int32'), target: tf.ones([1, to], 'int32') });
    expect(apply(5, 3)).toThrow('embedding: expected at most 4 tokens, got 5');
    expect(apply(4, 9)).toThrow('embedding: expected at most 3 tokens, got 9');
  });

  it('refuses heads that do not divide the width', () => {
    expect(() => translator({ ...tiny, heads: 3 })).toThrow(
      'standard attention: expected heads that divide the model width 4, got 3 heads',
    );
  });

  it('refuses the parameters of a model of other sizes', () => {
    const { model, parameters } = build();
    const small = build({ mechanism: 'efficient' }).model;
    const message = `translator: expected parameters of ${small.parameterCount} numbers, got ${model.parameterCount}; they are of a model of other sizes`;
    const state = model.encode(parameters, source);
    const position = tf.tensor1d([0], 'int32');
    expect(() => small.apply(parameters, { source, target })).toThrow(message);
    expect(() => small.encode(parameters, source)).toThrow(message);
    expect(() => small.next(parameters, { state, target, position })).toThrow(message);
  });

  it('refuses a mechanism that cannot be causal', () => {
    expect(() => translator({ ...tiny, mechanism: 'linformer' })).toThrow(
      "translator: expected a mechanism that can be causal, as a target token must not see later ones, got 'linformer'; " +
        'take another, such as multi-query or performer',
    );
  });

  it('tells source and target apart', () => {
    const sides = { vocabularySize: 6, length: 4 };
    const model = translator({ ...tiny, source: sides, target: sides });
    const parameters = model.init(randomStream(0));
    const [one, other] = [tokens([[1, 2, 3, 4]]), tokens([[4, 3, 2, 1]])];
    const logits = model.apply(parameters, { source: one, target: other }).logits.dataSync();
    expect(model.apply(parameters, { source: other, target: one }).logits.dataSync()).not.toEqual(logits);
  });

  it('normalises with 1e-3 unless told otherwise', () => {
    const { model, parameters } = build();
    const logits = model.apply(parameters, { source, target }).logits.dataSync();
    const same = build({ epsilon: 1e-3 }).model.apply(parameters, { source, target }).logits.dataSync();
    const other = build({ epsilon: 1e-6 }).model.apply(parameters, { source, target }).logits.dataSync();
    expect(same).toEqual(logits);
    expect(other).not.toEqual(logits);
  });

  it('drops before the logits alone, at its rate', () => {
    const { model, parameters } = build();
    const calls: [number[], number][] = [];
    const dropout = (values: tf.Tensor, rate: number) => {
      if (rate > 0) calls.push([values.shape, rate]);
      return rate > 0 ? tf.zerosLike(values) : values;
    };
    const { logits } = model.apply(parameters, { source, target }, { dropout });
    expect(calls).toEqual([[[2, 3, 4], 0.5]]);
    expectAllClose(logits, tf.broadcastTo(parameters.logits.bias as tf.Tensor, [2, 3, 5]), {});
  });

  it('returns the weights of encoder, decoder and cross-attention on request, none on padding', () => {
    const { model, parameters } = build();
    const { weights } = model.apply(parameters, { source, target }, { returnWeights: true });
    expect(weights?.map(({ shape }) => shape)).toEqual([
      [2, 2, 4, 4],
      [2, 2, 3, 3],
      [2, 2, 3, 4],
    ]);
    const cross = weights?.[2]?.arraySync() as number[][][][];
    expect(cross[1]?.flat().every(([, , third, fourth]) => third === 0 && fourth === 0)).toBe(true);
    expect(Object.keys(model.apply(parameters, { source, target }))).toEqual(['logits']);
  });

  it('keeps no tensors but its results', () => {
    const { model, parameters } = build({ mechanism: 'super' });
    const position = tf.tensor1d([1], 'int32');
    const before = tf.memory().numTensors;
    const { logits } = model.apply(parameters, { source, target });
    expect(tf.memory().numTensors - before).toBe(1);
    const state = model.encode(parameters, source);
    expect(tf.memory().numTensors - before).toBe(6);
    const next = model.next(parameters, { state, target, position });
    expect(tf.memory().numTensors - before).toBe(9);
    tf.dispose([logits, ...Object.values(next), ...Object.values(state)]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('starts from the same numbers for the same seed only, no two layers alike', () => {
    const { model } = build();
    const numbers = (seed: number) =>
      leaves<tf.Tensor>(model.init(randomStream(seed))).map((leaf) => [...leaf.dataSync()]);
    expect(numbers(0)).toEqual(numbers(0));
    expect(numbers(1)).not.toEqual(numbers(0));
    const drawn = entries<tf.Tensor>(model.init(randomStream(0)))
      .filter(([path]) => /kernel|token|position/.test(path))
      .flatMap(([, leaf]) => [...leaf.dataSync()]);
    expect(new Set(drawn).size).toBe(drawn.length);
  });
});
