import '../../../testing/backend.js';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { randomStream } from '@better-attention/random';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { afterAll, describe, expect, it } from 'vitest';
import { mechanism, mechanisms, optimisedAttention, superAttention } from '../src/index.js';
import { standardAttention as standardLayer } from '../src/layers.js';
import { input, makers } from './layer-models.js';

/** What JavaScript, which knows no types, may hand over. */
type Untyped = {
  apply(...given: unknown[]): { output: tf.Tensor };
  init(...given: unknown[]): unknown;
  cache: Record<'project' | 'attend' | 'step', (...given: unknown[]) => unknown>;
};
const SIZE = { modelWidth: 4, heads: 2, contextLength: 3 };
const untyped = (name: string, options: object = {}) =>
  mechanism(name)({ ...SIZE, ...options }) as unknown as Untyped;
const [query, key, value] = [1, 2, 3].map((seed) => input([2, 3, 4], seed)) as [
  tf.Tensor,
  tf.Tensor,
  tf.Tensor,
];
const disposed = tf.ones([2, 3, 4]);
disposed.dispose();

describe.each([...mechanisms.keys()])('%s attention', (name) => {
  const attention = untyped(name);
  const parameters = attention.init(randomStream(1)) as Record<string, unknown>;
  const where = `${name} attention: `;
  const inputs = { query, key, value };

  it.each<[string, object, string]>([
    ['a dropout of 50', { dropout: 50 }, 'expected a dropout from 0 to below 1, got 50'],
    ['a dropout of 1', { dropout: 1 }, 'expected a dropout from 0 to below 1, got 1'],
    ['a negative dropout', { dropout: -0.1 }, 'expected a dropout from 0 to below 1, got -0.1'],
    ['a dropout in letters', { dropout: '0.1' }, "expected a dropout from 0 to below 1, got '0.1'"],
    ['a misspelt dropout', { dropOut: 0.1 }, "option 'dropOut' is unknown; known are "],
    ['biases that are no boolean', { useBias: 'no' }, "expected useBias as true or false, got 'no'"],
    ['a width in letters', { modelWidth: '4' }, "expected modelWidth, an integer from 1, got '4'"],
    ['no heads', { heads: 0 }, 'expected heads, an integer from 1, got 0'],
    ['no number of heads', { heads: undefined }, 'expected heads, an integer from 1, got undefined'],
    ['a negative context length', { contextLength: -3 }, 'expected contextLength, '],
  ])('refuses %s', (_, options, message) => {
    expect(() => untyped(name, options)).toThrow(where + message);
  });

  it('refuses to be made without options', () => {
    const make = mechanism(name) as unknown as (options?: unknown) => unknown;
    expect(() => make()).toThrow(`${where}expected options { modelWidth, heads, `);
    expect(() => make(64)).toThrow(/: expected options \{ modelWidth, heads, .*, got 64$/);
  });

  it.each<[string, object, string]>([
    [
      'an array',
      { query: query.arraySync() },
      'expected query, a tensor of shape [B, Lq, 4], got an array; tf.tensor(query) makes one',
    ],
    [
      'typed numbers',
      { value: new Float32Array(24) },
      'expected value, a tensor of shape [2, 3, 4], got a Float32Array; tf.tensor(value) makes one',
    ],
    ['no key', { key: undefined }, 'expected key, a tensor of shape [2, Lk, 4], got undefined'],
    ['a disposed tensor', { key: disposed }, 'key has been disposed'],
    [
      'a misspelt name',
      { masks: tf.ones([2, 1, 3], 'bool') },
      "input 'masks' is unknown; known are query, key, value, mask, causal",
    ],
    [
      'a mask of numbers',
      { mask: tf.ones([2, 1, 3]) },
      'expected a mask of bool, true = may attend, got float32',
    ],
    [
      'a mask that is an array',
      { mask: [[true, false, true]] },
      'expected a mask of bool, true = may attend, got an array',
    ],
    ['causality that is no boolean', { causal: 'no' }, "expected causal as true or false, got 'no'"],
  ])('refuses %s among the inputs', (_, given, message) => {
    expect(() => attention.apply(parameters, { ...inputs, ...given })).toThrow(where + message);
  });

  it('refuses to be applied without inputs, or to a tensor', () => {
    expect(() => attention.apply(parameters)).toThrow(
      `${where}expected inputs { query, key, value, mask, causal }, got undefined`,
    );
    expect(() => attention.apply(parameters, query, key, value)).toThrow('got a tensor [2, 3, 4] of float32');
  });

  it.each<[string, unknown, string]>([
    ['causality', { causal: true }, "'causal' is one of the inputs; pass it beside query, key and value"],
    [
      'a misspelt name',
      { returnweights: true },
      "option 'returnweights' is unknown; known are returnWeights, dropout",
    ],
    ['a word for a boolean', { returnWeights: 'yes' }, "expected returnWeights as true or false, got 'yes'"],
    [
      'a rate in place of a function',
      { dropout: 0.5 },
      'expected dropout as a function of weights and rate, got 0.5; ',
    ],
    ['nothing', null, 'expected options { returnWeights, dropout }, got null'],
  ])('refuses %s among what a call is told', (_, run, message) => {
    expect(() => attention.apply(parameters, inputs, run)).toThrow(where + message);
  });

  it('refuses to start from what is no random stream', () => {
    for (const given of [1, undefined, {}, Math.random]) {
      expect(() => attention.init(given)).toThrow(
        `${where}init expects a random stream, such as randomStream(1) of @better-attention/random, got `,
      );
    }
  });

  it('refuses parameters of another mechanism, or of its own at other sizes', () => {
    for (const other of mechanisms.keys()) {
      const others = untyped(other).init(randomStream(1)) as object;
      const isSame = shapesOf(others) === shapesOf(parameters);
      if (isSame) expect(attention.apply(others, inputs).output.shape).toEqual([2, 3, 4]);
      else
        expect(() => attention.apply(others, inputs), other).toThrow(
          /^.+ attention: .+; its parameters are query\/kernel, /,
        );
    }
    const wide = untyped(name, { modelWidth: 8 }).init(randomStream(1));
    expect(() => attention.apply(wide, inputs)).toThrow(
      `${where}expected the parameter 'query/kernel' of shape [4, 4], got [8, 8]; its parameters are query/kernel, `,
    );
  });

  it('refuses parameters with one missing, one too many, one that is no tensor, or a disposed one', () => {
    const { output, ...rest } = parameters;
    expect(() => attention.apply(rest, inputs)).toThrow(
      `${where}the parameter 'output/kernel' [4, 4] is missing`,
    );
    expect(() => attention.apply(undefined, inputs)).toThrow(
      `${where}the parameter 'query/kernel' [4, 4] is missing`,
    );
    expect(() => attention.apply({ ...parameters, gate: tf.ones([4]) }, inputs)).toThrow(
      `${where}'gate' is none of its parameters`,
    );
    const arrays = { ...parameters, output: { kernel: [[1]], bias: [1] } };
    expect(() => attention.apply(arrays, inputs)).toThrow(
      /the parameter 'output\/kernel' (as a tensor|\[4, 4\] is missing)/,
    );
    const kernel = tf.ones([4, 4]);
    kernel.dispose();
    const gone = { ...parameters, output: { ...(output as object), kernel } };
    expect(() => attention.apply(gone, inputs)).toThrow(
      `${where}the parameter 'output/kernel' has been disposed`,
    );
  });

  it('leaves no tensors behind where it refuses', () => {
    const before = tf.memory().numTensors;
    expect(() => attention.apply({}, inputs)).toThrow('is missing');
    expect(tf.memory().numTensors).toBe(before);
  });
});

it('tells parameters apart that hold as many numbers, where there is no bias and L = D', () => {
  const options = { modelWidth: 4, heads: 2, useBias: false };
  const optimised = optimisedAttention(options).init(randomStream(1));
  const attention = superAttention({ ...options, contextLength: 4 });
  const x = input([1, 4, 4]);
  expect(() => attention.apply(optimised as never, { query: x, key: x, value: x })).toThrow(
    "super attention: the parameter 'alignment' [4, 4] is missing",
  );
});

describe('position by position', () => {
  const attention = untyped('standard');
  const parameters = attention.init(randomStream(1));
  const one = input([2, 1, 4]);
  const memory = { keys: tf.zeros([2, 2, 3, 2]), values: tf.zeros([2, 2, 3, 2]) };
  const position = tf.tensor1d([0], 'int32');
  const step = { query: one, key: one, value: one, position, memory };

  it.each<[string, object, string]>([
    [
      'a number for the position',
      { position: 0 },
      'expected position, a tensor of shape [1] and int32, got 0',
    ],
    [
      'a position of float32',
      { position: tf.tensor1d([0]) },
      'expected position, a tensor of shape [1] and int32, got a tensor [1] of float32',
    ],
    ['no memory', { memory: undefined }, 'expected memory { keys, values }, got undefined'],
    [
      'a memory without values',
      { memory: { keys: memory.keys } },
      'expected memory.values, a tensor of the shape that cache.shapes says, got undefined',
    ],
    [
      'a misspelt name',
      { pos: 1 },
      "input 'pos' is unknown; known are query, key, value, mask, position, memory",
    ],
  ])('refuses %s', (_, given, message) => {
    expect(() => attention.cache.step(parameters, { ...step, ...given })).toThrow(
      `standard attention: ${message}`,
    );
  });

  it('refuses parameters of another mechanism, and names it does not know', () => {
    const others = untyped('efficient').init(randomStream(1));
    for (const attempt of [
      () => attention.cache.step(others, step),
      () => attention.cache.project(others, { key, value }),
      () => attention.cache.attend(others, { query: input([2, 3, 4]), memory }),
    ]) {
      expect(attempt).toThrow("standard attention: the parameter 'key/kernel' [4, 4] is missing");
    }
    expect(() => attention.cache.project(parameters, { key, value, causal: true })).toThrow(
      "input 'causal' is unknown",
    );
    expect(() => attention.cache.attend(parameters, { query, memory, returnWeights: true })).toThrow(
      "input 'returnWeights' is unknown",
    );
  });
});

describe.each(makers)('a layer of %s attention', (name, make) => {
  const where = `${name} attention: `;
  const ofFloats =
    'expected a mask of the keys of bool, true = may attend, or int32, 0 hides a key, got float32; ';

  it('refuses a mask of floats, which is the other way round where it is added to scores', () => {
    const added = tf.tensor2d([
      [0, 0, -1e9],
      [0, -1e9, -1e9],
    ]);
    expect(() => make({ heads: 2 }).apply([query, added])).toThrow(where + ofFloats);
    expect(() => make({ heads: 2 }).apply(query, { mask: added })).toThrow(where + ofFloats);
    const inputs = [tfl.input({ shape: [3, 4] }), tfl.input({ shape: [3] })];
    expect(() => make({ heads: 2 }).apply(inputs)).toThrow(where + ofFloats);
  });

  it('refuses arrays, and nothing', () => {
    const layer = make({ heads: 2 }) as unknown as { apply(...given: unknown[]): unknown };
    expect(() => layer.apply([query.arraySync()])).toThrow(
      `${where}expected tensors, or those of tf.input, got `,
    );
    expect(() => layer.apply(undefined)).toThrow(
      `${where}expected tensors, or those of tf.input, got undefined`,
    );
    expect(() => layer.apply([])).toThrow(`${where}expected tensors, or those of tf.input, got undefined`);
  });

  it('refuses options that are none', () => {
    const untypedMake = make as unknown as (options?: unknown) => unknown;
    expect(() => untypedMake()).toThrow(`${where}expected options { modelWidth, heads, `);
    expect(() => untypedMake({ heads: 2, causal: 1 })).toThrow(
      `${where}expected causal as true or false, got 1`,
    );
    expect(() => untypedMake({})).toThrow(`${where}expected heads, an integer from 1, got undefined`);
  });
});

describe('two copies of tfjs-layers', () => {
  const folder = mkdtempSync(join(tmpdir(), 'two-copies-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are told apart from one, with the way out', () => {
    const require = createRequire(import.meta.url);
    const original = realpathSync(dirname(dirname(require.resolve('@tensorflow/tfjs-layers'))));
    cpSync(join(original, 'dist', 'tf-layers.node.js'), join(folder, 'tf-layers.node.cjs'));
    const core = realpathSync(dirname(dirname(require.resolve('@tensorflow/tfjs-core'))));
    mkdirSync(join(folder, 'node_modules', '@tensorflow'), { recursive: true });
    symlinkSync(core, join(folder, 'node_modules', '@tensorflow', 'tfjs-core'));
    const other = require(join(folder, 'tf-layers.node.cjs')) as typeof tfl;
    expect(() => standardLayer({ heads: 2 }).apply(other.input({ shape: [3, 4] }))).toThrow(
      'standard attention: the input is of another copy of @tensorflow/tfjs-layers than the one that this layer is made with; install one',
    );
  });
});

function shapesOf(tree: object): string {
  return JSON.stringify(tree, (_, child) => (child instanceof tf.Tensor ? child.shape : child));
}
