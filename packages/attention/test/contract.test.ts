import '../../../testing/backend.js';
import { randomStream } from '@better-attention/random';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectAllClose } from '../../../testing/all-close.js';
import { normal, randomised } from '../../../testing/parameters.js';
import {
  type AttentionOptions,
  attendByDotProducts,
  defineMechanism,
  denseParameterCount,
  type EfficientParameters,
  efficientAttention,
  initDense,
  linformerAttention,
  mechanism,
  mechanisms,
  performerAttention,
  registerMechanism,
  splitHeads,
  standardAttention,
  superAttention,
} from '../src/index.js';
import {
  type AttentionLayerOptions,
  standardAttention as standardLayer,
  superAttention as superLayer,
} from '../src/layers.js';

const SIZE = { modelWidth: 4, heads: 2, contextLength: 3 };
const SHARED = ['modelWidth', 'heads', 'useBias', 'dropout', 'contextLength'];
const x = normal(randomStream(1), [2, 3, 4]);
const message = (attempt: () => unknown) => {
  try {
    attempt();
  } catch (error) {
    return (error as Error).message;
  }
  return 'done';
};

describe.each([...mechanisms.keys()])('the facts of %s attention', (name) => {
  const { supportsCausal, supportsPairMasks, fixesContextLength, optionNames } = mechanism(name);
  const attention = mechanism(name)(SIZE);
  const apply = (inputs: { causal?: boolean; mask?: tf.Tensor }) => () =>
    attention.apply(attention.init(randomStream(0)), { query: x, key: x, value: x, ...inputs });

  it('say whether it can be causal', () => {
    const found = message(apply({ causal: true }));
    expect(found).toMatch(supportsCausal ? /^done$/ : new RegExp(`^${name} attention: .*causal: true`));
  });

  it('say whether it takes masks that depend on the query; it takes those of the keys', () => {
    const found = message(apply({ mask: tf.ones([1, 3, 3], 'bool') }));
    expect(found).toMatch(
      supportsPairMasks ? /^done$/ : new RegExp(`^${name} attention: a mask that depends on the query leaks`),
    );
    expect(message(apply({ mask: tf.ones([2, 1, 3], 'bool') }))).toBe('done');
  });

  it('say whether it fixes the context length', () => {
    const { contextLength: _, ...size } = SIZE;
    const found = message(() => mechanism(name)(size));
    expect(found).toMatch(
      fixesContextLength ? new RegExp(`^${name} attention: expected contextLength`) : /^done$/,
    );
  });

  it('name its options, after those of all, and it refuses every other', () => {
    expect(optionNames.slice(0, SHARED.length)).toEqual(SHARED);
    expect(message(() => mechanism(name)({ ...SIZE, numHeads: 2 }))).toBe(
      `${name} attention: option 'numHeads' is unknown; known are ${optionNames.join(', ')}`,
    );
  });
});

describe('the options of a mechanism', () => {
  it('are its own', () => {
    const own = [...mechanisms].map(([name, { optionNames }]) => [name, optionNames.slice(SHARED.length)]);
    expect(Object.fromEntries(own)).toMatchObject({
      standard: ['keyWidth', 'valueWidth'],
      optimised: ['keyWidth'],
      super: ['alignment', 'alignmentStart'],
      linformer: ['keyWidth', 'valueWidth', 'projectedLength'],
      performer: ['keyWidth', 'valueWidth', 'features'],
      'multi-query': ['keyWidth', 'valueWidth'],
    });
  });

  it('are refused by others, in TypeScript and when it runs', () => {
    // @ts-expect-error: an option of super attention
    expect(() => standardAttention({ ...SIZE, alignment: 'shared' })).toThrow(
      "standard attention: option 'alignment' is unknown",
    );
    // @ts-expect-error: an option of performer attention
    expect(() => superAttention({ ...SIZE, features: 8 })).toThrow("option 'features' is unknown");
    // @ts-expect-error: super attention fixes the context length
    expect(() => superAttention({ modelWidth: 4, heads: 2 })).toThrow('expected contextLength');
    // @ts-expect-error: so does linformer attention
    expect(() => mechanism('linformer')({ modelWidth: 4, heads: 2 })).toThrow('expected contextLength');
    expect(performerAttention({ modelWidth: 4, heads: 2, features: 8 }).name).toBe('performer');
    expect(linformerAttention({ ...SIZE, projectedLength: 2 }).name).toBe('linformer');
  });

  it('are refused by the layers of others', () => {
    const options: AttentionLayerOptions & { alignment: 'shared' } = { heads: 2, alignment: 'shared' };
    expect(() => standardLayer(options)).toThrow("standard attention: option 'alignment' is unknown");
    expect(superLayer(options).getConfig().alignment).toBe('shared');
  });

  it('of super attention are checked when it runs', () => {
    expect(() => mechanism('super' as string)({ ...SIZE, alignment: 'per-head' })).toThrow(
      "super attention: expected alignment 'shared' or 'per head', got 'per-head'",
    );
    expect(() => mechanism('super' as string)({ ...SIZE, alignmentStart: 'zeros' })).toThrow(
      "super attention: expected an alignmentStart of 'glorot', 'identity', 'near-identity', got 'zeros'",
    );
  });
});

describe('a mechanism with an option, added from outside', () => {
  interface TemperedOptions extends AttentionOptions {
    readonly temperature?: number;
  }

  const temperedAttention = defineMechanism<EfficientParameters, TemperedOptions, number>({
    name: 'tempered',
    matmulsPerHead: 4,
    options: {
      temperature(given = 1) {
        if (given > 0) return given;
        throw new Error(`tempered attention: expected a temperature above 0, got ${given}`);
      },
    },
    parameterCount: ({ projection }) => 2 * denseParameterCount(projection),
    init: ({ projection }, random) => ({
      query: initDense(random.derive('query'), projection),
      output: initDense(random.derive('output'), projection),
    }),
    constants: ({ temperature }) => temperature,
    project: (_, { key, value, heads }, temperature) => ({
      keys: tf.div(splitHeads(key, heads), temperature),
      values: splitHeads(value, heads),
    }),
    attend: attendByDotProducts,
  });
  registerMechanism('tempered', temperedAttention);

  it('takes it by its type and by its name, and has what the contract gives', () => {
    const parameters = randomised(efficientAttention(SIZE).init(randomStream(0)));
    const tempered = temperedAttention({ ...SIZE, temperature: 2 });
    const output = (key: tf.Tensor, attention: typeof tempered) =>
      attention.apply(parameters, { query: x, key, value: x, causal: true }).output;
    const expected = output(tf.div(x, 2), efficientAttention(SIZE));
    expectAllClose(output(x, tempered), expected, { absolute: 1e-6 });
    const named = mechanism('tempered')({ ...SIZE, temperature: 2 });
    expectAllClose(named.apply(parameters, { query: x, key: x, value: x, causal: true }).output, expected, {
      absolute: 1e-6,
    });
    expectAllClose(output(x, temperedAttention(SIZE)), output(x, efficientAttention(SIZE)), {});
    expect(tempered.cache?.shapes(2, 3).keys).toEqual([2, 2, 3, 2]);
    expect({ ...mechanism('tempered') }).toMatchObject({
      supportsCausal: true,
      supportsPairMasks: true,
      fixesContextLength: false,
      optionNames: [...SHARED, 'temperature'],
    });
  });

  it('has it checked, in TypeScript and when it runs', () => {
    // @ts-expect-error: temperature is a number
    expect(() => temperedAttention({ ...SIZE, temperature: 'warm' })).toThrow('above 0, got warm');
    // @ts-expect-error: a misspelt option
    expect(() => temperedAttention({ ...SIZE, temprature: 2 })).toThrow("option 'temprature' is unknown");
    expect(() => mechanism('tempered')({ ...SIZE, temperature: -1 })).toThrow(
      'tempered attention: expected a temperature above 0, got -1',
    );
    expect(() => mechanism('tempered')({ ...SIZE, temprature: 2 })).toThrow(
      "tempered attention: option 'temprature' is unknown; known are " +
        'modelWidth, heads, useBias, dropout, contextLength, temperature',
    );
  });

  it('must say how it reads the option', () => {
    const definition = { ...efficientDefinition, options: {} };
    // @ts-expect-error: the reader of temperature is missing
    expect(defineMechanism<EfficientParameters, TemperedOptions>(definition).optionNames).toEqual(SHARED);
  });
});

const efficientDefinition = {
  name: 'efficient',
  matmulsPerHead: 4,
  parameterCount: () => 0,
  init: () => expect.fail('no layer is made'),
  project: () => expect.fail('no layer is made'),
  attend: attendByDotProducts,
};
