import '../../../testing/backend.js';
import { randomStream } from '@better-attention/random';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectAllClose } from '../../../testing/all-close.js';
import { normal, randomised } from '../../../testing/parameters.js';
import {
  type AttentionCache,
  type AttentionMemory,
  linformerAttention,
  mechanism,
  mechanisms,
  superAttention,
} from '../src/index.js';
import { optionsOf } from './options.js';

const WIDTH = 4;
const canBeCausal = [...mechanisms.keys()].filter((name) => mechanism(name).supportsCausal);

/** What a case is drawn from; `hidden` says which keys are masked. */
const drawn = fc.record({
  heads: fc.constantFrom(1, 2, 4),
  alignment: fc.constantFrom('shared' as const, 'per head' as const),
  useBias: fc.boolean(),
  batch: fc.integer({ min: 1, max: 3 }),
  length: fc.integer({ min: 1, max: 6 }),
  hidden: fc.option(fc.array(fc.boolean(), { minLength: 18, maxLength: 18 })),
  seed: fc.integer({ min: 0, max: 1000 }),
});
type Drawn = typeof drawn extends fc.Arbitrary<infer Value> ? Value : never;

function build(name: string, { batch, length, hidden, seed, ...options }: Drawn) {
  const attention = mechanism(name)({
    ...optionsOf(name, options),
    modelWidth: WIDTH,
    heads: options.heads,
    contextLength: length,
  });
  const random = randomStream(seed, 'inputs');
  const [query, key, value] = [0, 1, 2].map(() => normal(random, [batch, length, WIDTH])) as [
    tf.Tensor3D,
    tf.Tensor3D,
    tf.Tensor3D,
  ];
  const mask = hidden && tf.tensor(hidden.slice(0, batch * length).map(Number), [batch, 1, length], 'bool');
  return {
    attention,
    cache: attention.cache as AttentionCache,
    parameters: randomised(attention.init(randomStream(seed))),
    inputs: { query, key, value, ...(mask && { mask }) },
  };
}

const at = (x: tf.Tensor, position: number) => tf.slice(x, [0, position, 0], [-1, 1, -1]);
const zeros = ({ keys, values }: ReturnType<AttentionCache['shapes']>): AttentionMemory => ({
  keys: tf.zeros([...keys]),
  values: tf.zeros([...values]),
});

/** The outputs of all positions, one step after another. */
function stepwise(
  { parameters, inputs, cache }: ReturnType<typeof build>,
  length: number,
  before: (memory: AttentionMemory) => AttentionMemory = (memory) => memory,
): tf.Tensor {
  const { query, key, value, ...mask } = inputs;
  let memory = zeros(cache.shapes(query.shape[0], length));
  const rows = Array.from({ length }, (_, t) => {
    const step = cache.step(parameters, {
      query: at(query, t),
      key: at(key, t),
      value: at(value, t),
      ...mask,
      position: tf.tensor1d([t], 'int32'),
      memory: before(memory),
    });
    memory = step.memory;
    return step.output;
  });
  return tf.concat(rows, 1);
}

describe.each(canBeCausal)('the cache of %s attention', (name) => {
  it('gives position by position what causal attention gives at once, with any mask of keys', () => {
    fc.assert(
      fc.property(drawn, (given) => {
        const built = build(name, given);
        const { output } = built.attention.apply(built.parameters, { ...built.inputs, causal: true });
        expectAllClose(stepwise(built, given.length), output, { absolute: 2e-6, relative: 1e-5 });
      }),
      { numRuns: 40 },
    );
  });

  it('gives to projected keys and values what attention gives, for all queries or one', () => {
    fc.assert(
      fc.property(drawn, (given) => {
        const { attention, cache, parameters, inputs } = build(name, given);
        const { query, ...context } = inputs;
        const mask = context.mask && { mask: context.mask };
        const memory = cache.project(parameters, context);
        const { output } = attention.apply(parameters, inputs);
        const shapes = { keys: memory.keys.shape, values: memory.values.shape };
        expect(shapes).toEqual(cache.shapes(given.batch, given.length));
        const close = { absolute: 2e-6, relative: 1e-5 };
        expectAllClose(cache.attend(parameters, { query, memory, ...mask }), output, close);
        const first = cache.attend(parameters, { query: at(query, 0), memory, ...mask });
        expectAllClose(first, at(output, 0), close);
      }),
      { numRuns: 40 },
    );
  });

  const given: Drawn = {
    heads: 2,
    alignment: 'shared',
    useBias: true,
    batch: 2,
    length: 4,
    hidden: null,
    seed: 3,
  };

  it('needs the keys and the values of earlier positions', () => {
    const built = build(name, given);
    const expected = stepwise(built, 4).dataSync();
    for (const forgotten of ['keys', 'values'] as const) {
      const forgetful = (memory: AttentionMemory) => ({
        ...memory,
        [forgotten]: tf.zerosLike(memory[forgotten]),
      });
      expect(stepwise(built, 4, forgetful).dataSync()).not.toEqual(expected);
    }
  });

  it('has examples on the first axis of its memory, so that they can change places', () => {
    const built = build(name, given);
    const { query, key, value } = built.inputs;
    const order = tf.tensor1d([1, 1], 'int32');
    const changed = (x: tf.Tensor) => tf.concat([at(x, 0), tf.gather(tf.slice(x, [0, 1, 0]), order)], 1);
    const inputs = { query: changed(query), key: changed(key), value: changed(value) };
    const twice = (x: tf.Tensor) => tf.gather(x, order) as tf.Tensor3D;
    const expected = { query: twice(query), key: twice(key), value: twice(value) };
    let call = 0;
    const found = stepwise({ ...built, inputs } as typeof built, 4, ({ keys, values }) =>
      call++ === 1 ? { keys: tf.gather(keys, order), values: tf.gather(values, order) } : { keys, values },
    );
    const { output } = built.attention.apply(built.parameters, { ...expected, causal: true });
    expectAllClose(tf.slice(found, [0, 1, 0]), tf.slice(output, [0, 1, 0]), { absolute: 2e-6 });
  });

  it('keeps no tensors but its results', () => {
    const { cache, parameters, inputs } = build(name, given);
    const { query, key, value } = inputs;
    const memory = zeros(cache.shapes(2, 4));
    const one = { query: at(query, 0), key: at(key, 0), value: at(value, 0) };
    const position = tf.tensor1d([0], 'int32');
    const before = tf.memory().numTensors;
    const step = cache.step(parameters, { ...one, position, memory });
    expect(tf.memory().numTensors - before).toBe(3);
    const projected = cache.project(parameters, { key, value });
    const output = cache.attend(parameters, { query, memory: projected });
    tf.dispose([step, projected, output]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses a memory of another layer, and more than one position a step', () => {
    const { cache, parameters, inputs } = build(name, given);
    const { query } = inputs;
    const { keys, values } = zeros(cache.shapes(2, 4));
    const position = tf.tensor1d([0], 'int32');
    const other = { keys, values: tf.zeros([1, 1, 4, 2]) };
    const one = at(query, 0);
    expect(() => cache.attend(parameters, { query, memory: other })).toThrow(
      `${name} attention: expected a memory of keys [${keys.shape}] and values [${values.shape}], got [${keys.shape}] and [1,1,4,2]`,
    );
    expect(() =>
      cache.step(parameters, { query: one, key: one, value: one, position, memory: other }),
    ).toThrow(`got [${keys.shape}] and [1,1,4,2]`);
    const memory = { keys, values };
    expect(() => cache.step(parameters, { query, key: one, value: one, position, memory })).toThrow(
      `${name} attention: expected query of one position of shape [2, 1, 4], got [2, 4, 4]`,
    );
    expect(() => cache.step(parameters, { query: one, key: query, value: query, position, memory })).toThrow(
      `${name} attention: expected key of one position of shape [2, 1, 4], got [2, 4, 4]`,
    );
  });
});

describe('caches', () => {
  it('are there exactly where attention can be causal', () => {
    for (const make of mechanisms.values()) {
      const { cache } = make({ modelWidth: WIDTH, heads: 1, contextLength: 2 });
      expect(cache !== undefined).toBe(make.supportsCausal);
    }
    expect(linformerAttention({ modelWidth: WIDTH, heads: 1, contextLength: 2 }).cache).toBeUndefined();
  });

  it('of super attention are for its context length', () => {
    const { cache, init } = superAttention({ modelWidth: WIDTH, heads: 1, contextLength: 3 });
    const parameters = init(randomStream(0));
    const x = tf.ones([1, 2, WIDTH]);
    const message = 'super attention: expected context length 3 (its W^A is 3 × 3), got 2 keys';
    expect(() => cache?.project(parameters, { key: x, value: x })).toThrow(message);
    const one = at(x, 0);
    const memory = zeros((cache as AttentionCache).shapes(1, 2));
    const position = tf.tensor1d([0], 'int32');
    expect(() => cache?.step(parameters, { query: one, key: one, value: one, position, memory })).toThrow(
      message,
    );
  });
});
