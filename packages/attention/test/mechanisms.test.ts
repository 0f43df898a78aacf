import '../../../testing/backend.js';
import { readFileSync } from 'node:fs';
import { randomStream } from '@better-attention/random';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { mapTensors, tensorsOf } from '../../../testing/parameters.js';
import { tensorSpec } from '../../tfjs-onnx/src/index.js';
import { record, sortedNodes } from '../../tfjs-onnx/src/recorder.js';
import {
  type Attention,
  type AttentionOptions,
  type AttentionParameters,
  baselineMechanisms,
  efficientAttention,
  mechanism,
  mechanisms,
  paperMechanisms,
  registerMechanism,
} from '../src/index.js';

/**
 * With biases: 4, 3, 2 and 2 times D² + D, and L² or H · L² for W^A; Linformer as Standard, and 2 k L with k = ⌈L / 4⌉;
 * Performer as Standard; Multi-query 2 times D² + D, and 2 times D K + K.
 */
const counts: [where: string, options: AttentionOptions, count: Record<string, number>][] = [
  [
    'IMDB (D 32, L 32)',
    { modelWidth: 32, heads: 4, contextLength: 32 },
    {
      standard: 4_224,
      optimised: 3_168,
      efficient: 2_112,
      super: 3_136,
      linformer: 4_736,
      performer: 4_224,
      'multi-query': 2_640,
    },
  ],
  [
    'ViT on MNIST (D 64, L 49)',
    { modelWidth: 64, heads: 4, contextLength: 49 },
    {
      standard: 16_640,
      optimised: 12_480,
      efficient: 8_320,
      super: 10_721,
      linformer: 17_914,
      performer: 16_640,
      'multi-query': 10_400,
    },
  ],
  [
    'translation (D 256, L 20)',
    { modelWidth: 256, heads: 8, contextLength: 20 },
    {
      standard: 263_168,
      optimised: 197_376,
      efficient: 131_584,
      super: 131_984,
      linformer: 263_368,
      performer: 263_168,
      'multi-query': 148_032,
    },
  ],
  [
    'the paper’s formulas (D 64, L 64, no biases)',
    { modelWidth: 64, heads: 2, contextLength: 64, useBias: false },
    {
      standard: 16_384,
      optimised: 12_288,
      efficient: 8_192,
      super: 12_288,
      linformer: 18_432,
      performer: 16_384,
      'multi-query': 12_288,
    },
  ],
  [
    'the sizes that the README compares at (D 64, L 64)',
    { modelWidth: 64, heads: 4, contextLength: 64 },
    {
      standard: 16_640,
      optimised: 12_480,
      efficient: 8_320,
      super: 12_416,
      linformer: 18_688,
      performer: 16_640,
      'multi-query': 10_400,
    },
  ],
  [
    'the same without biases',
    { modelWidth: 64, heads: 4, contextLength: 64, useBias: false },
    {
      standard: 16_384,
      optimised: 12_288,
      efficient: 8_192,
      super: 12_288,
      linformer: 18_432,
      performer: 16_384,
      'multi-query': 10_240,
    },
  ],
  [
    'one alignment per head (D 8, L 5, 4 heads)',
    { modelWidth: 8, heads: 4, contextLength: 5, alignment: 'per head' },
    {
      standard: 288,
      optimised: 216,
      efficient: 144,
      super: 244,
      linformer: 308,
      performer: 288,
      'multi-query': 180,
    },
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
  const counted = {
    standard: 6,
    optimised: 5,
    efficient: 4,
    super: 5,
    linformer: 8,
    performer: 8,
    'multi-query': 6,
  };
  const ways = [
    { causal: false, returnWeights: false },
    { causal: false, returnWeights: true },
    { causal: true, returnWeights: false },
  ];

  it('cover every registered mechanism', () => {
    expect(Object.keys(counted)).toEqual([...mechanisms.keys()]);
  });

  it.each(Object.entries(counted))('%s has %d, as many as run and are recorded', async (name, count) => {
    const attention = mechanism(name)({ modelWidth: 8, heads: 4, contextLength: 3 });
    const parameters = attention.init(randomStream(0));
    expect(attention.matmulsPerHead).toBe(count);
    for (const { causal, returnWeights } of ways.filter((way) => !way.causal || attention.supportsCausal)) {
      const apply = (x: tf.Tensor) =>
        attention.apply(parameters, { query: x, key: x, value: x, causal }, { returnWeights });
      const profile = await tf.profile(() => apply(tf.ones([2, 3, 8])).output);
      expect(profile.kernels.filter(({ name: kernel }) => kernel === 'BatchMatMul')).toHaveLength(count);

      const { graph } = recordedForward(attention, parameters, { causal, returnWeights });
      const products = sortedNodes(graph).filter(({ operator }) => /MatMul|Gemm|Einsum/.test(operator));
      expect(products).toHaveLength(count);
    }
  });
});

/** One forward pass, with the parameters as inputs of the graph. */
function recordedForward(
  attention: Attention,
  parameters: AttentionParameters,
  { causal, returnWeights }: { causal: boolean; returnWeights: boolean },
) {
  const leaves = tensorsOf(parameters).map(([, leaf]) => leaf);
  return record(
    ({ x, values }: { x: tf.Tensor; values: tf.Tensor[] }) => {
      const rest = [...values];
      const tree = mapTensors<AttentionParameters>(parameters, () => rest.shift());
      return { ...attention.apply(tree, { query: x, key: x, value: x, causal }, { returnWeights }) };
    },
    { x: tensorSpec([2, 3, 8]), values: leaves.map(({ shape }) => tensorSpec(shape)) },
  );
}

describe('the registry', () => {
  it('has the mechanisms of the paper, then the baselines, each under its own name', () => {
    expect(paperMechanisms).toEqual(['standard', 'optimised', 'efficient', 'super']);
    expect(baselineMechanisms).toEqual(['linformer', 'performer', 'multi-query']);
    expect([...mechanisms.keys()]).toEqual([...paperMechanisms, ...baselineMechanisms]);
    for (const [name, make] of mechanisms) {
      expect(make({ modelWidth: 4, heads: 2, contextLength: 3 }).name).toBe(name);
    }
  });

  it('lists the known names when asked for another', () => {
    expect(() => mechanism('linear')).toThrow(
      "mechanism: 'linear' is unknown; known are standard, optimised, efficient, super, linformer, performer, multi-query",
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

describe('the README', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const build = (useBias: boolean) => (name: string) =>
    mechanism(name)({ modelWidth: 64, heads: 4, contextLength: 64, useBias });

  it.each([
    ['parameters', (name: string) => build(true)(name).parameterCount],
    ['without biases', (name: string) => build(false)(name).parameterCount],
    ['matrix products per head', (name: string) => build(true)(name).matmulsPerHead],
  ] as const)('has the %s of each mechanism', (row, count) => {
    const names = [...paperMechanisms, ...baselineMechanisms];
    const line = readme.split('\n').find((each) => each.startsWith(`| ${row} `));
    const cells = line?.split('|').map((cell) => cell.trim());
    expect(cells).toEqual(['', row, ...names.map((name) => count(name).toLocaleString('en')), '']);
  });
});
