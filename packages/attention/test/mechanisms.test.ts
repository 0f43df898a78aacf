import '../../../testing/backend.js';
import { randomStream } from '@better-attention/random';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { tensorsOf } from '../../../testing/parameters.js';
import {
  type AttentionOptions,
  efficientAttention,
  mechanism,
  mechanisms,
  registerMechanism,
} from '../src/index.js';

/** With biases: 4, 3, 2 and 2 times D² + D, and L² or H · L² for W^A. */
const counts: [where: string, options: AttentionOptions, count: Record<string, number>][] = [
  [
    'IMDB (D 32, L 32)',
    { modelWidth: 32, heads: 4, contextLength: 32 },
    { standard: 4_224, optimised: 3_168, efficient: 2_112, super: 3_136 },
  ],
  [
    'ViT on MNIST (D 64, L 49)',
    { modelWidth: 64, heads: 4, contextLength: 49 },
    { standard: 16_640, optimised: 12_480, efficient: 8_320, super: 10_721 },
  ],
  [
    'translation (D 256, L 20)',
    { modelWidth: 256, heads: 8, contextLength: 20 },
    { standard: 263_168, optimised: 197_376, efficient: 131_584, super: 131_984 },
  ],
  [
    'the paper’s formulas (D 64, L 64, no biases)',
    { modelWidth: 64, heads: 2, contextLength: 64, useBias: false },
    { standard: 16_384, optimised: 12_288, efficient: 8_192, super: 12_288 },
  ],
  [
    'one alignment per head (D 8, L 5, 4 heads)',
    { modelWidth: 8, heads: 4, contextLength: 5, alignment: 'per head' },
    { standard: 288, optimised: 216, efficient: 144, super: 244 },
  ],
];

describe.each(counts)('parameter counts, %s', (_, options, expected) => {
  it('cover every registered mechanism', () => {
    expect(Object.keys(expected)).toEqual([...mechanisms.keys()]);
  });

  it.each(Object.entries(expected))('%s has %d', (name, count) => {
    const attention = mechanism(name)(options);
    const elements = tensorsOf(attention.init(randomStream(0))).reduce(
      (sum, [, tensor]) => sum + tensor.size,
      0,
    );
    expect(attention.parameterCount).toBe(count);
    expect(elements).toBe(count);
  });
});

describe('matrix products per head', () => {
  it.each([
    ['standard', 6],
    ['optimised', 5],
    ['efficient', 4],
    ['super', 5],
  ])('%s has %d, as many as really run', async (name, count) => {
    const attention = mechanism(name)({ modelWidth: 4, heads: 1, contextLength: 3 });
    const parameters = attention.init(randomStream(0));
    const x = tf.ones([1, 3, 4]);
    const profile = await tf.profile(
      () => attention.apply(parameters, { query: x, key: x, value: x }).output,
    );
    expect(attention.matmulsPerHead).toBe(count);
    expect(profile.kernels.filter(({ name: kernel }) => kernel === 'BatchMatMul')).toHaveLength(count);
  });
});

describe('the registry', () => {
  it('has the mechanisms of the paper, each under its own name', () => {
    expect([...mechanisms.keys()]).toEqual(['standard', 'optimised', 'efficient', 'super']);
    for (const [name, make] of mechanisms) {
      expect(make({ modelWidth: 4, heads: 2, contextLength: 3 }).name).toBe(name);
    }
  });

  it('lists the known names when asked for another', () => {
    expect(() => mechanism('linear')).toThrow(
      "mechanism: 'linear' is unknown; known are standard, optimised, efficient, super",
    );
  });

  it('refuses a name that is taken', () => {
    expect(() => registerMechanism('super', efficientAttention)).toThrow(
      "mechanism: 'super' is registered already",
    );
    expect(mechanism('super')({ modelWidth: 4, heads: 1, contextLength: 2 }).matmulsPerHead).toBe(5);
  });

  it('finds an added mechanism by its name', () => {
    registerMechanism('efficient again', efficientAttention);
    expect(mechanism('efficient again')).toBe(efficientAttention);
  });
});
