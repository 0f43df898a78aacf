import '../../../testing/backend.js';
import { readFileSync } from 'node:fs';
import { randomStream } from '@better-attention/random';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { mapTensors, tensorsOf } from '../../../testing/parameters.js';
import { tensorSpec } from '../../tfjs-onnx/src/index.js';
import { record, sortedNodes } from '../../tfjs-onnx/src/recorder.js';
import * as index from '../src/index.js';
import {
  type Attention,
  type AttentionParameters,
  baselineMechanisms,
  efficientAttention,
  mechanism,
  mechanisms,
  paperMechanisms,
  registerMechanism,
  superAttention,
} from '../src/index.js';
import { COUNTS, type Counts, parametersAt, SIZES, type Size } from './counts.js';
import { optionsOf } from './options.js';

describe('the counts', () => {
  it('cover every mechanism that comes with the package, at every size', () => {
    expect(Object.keys(COUNTS).join(), 'in the order of the registry').toBe([...mechanisms.keys()].join());
    for (const { parameters } of Object.values(COUNTS)) {
      expect(parameters).toHaveLength(Object.keys(SIZES).length);
    }
  });
});

describe.each(Object.entries(SIZES))('parameter counts, %s', (size, options) => {
  it.each(Object.keys(COUNTS))('%s has those of its row', (name) => {
    const count = parametersAt(size as Size, name);
    const attention = mechanism(name)(optionsOf(name, options));
    const elements = tensorsOf(attention.init(randomStream(0))).reduce(
      (sum, [, tensor]) => sum + tensor.size,
      0,
    );
    expect(attention.parameterCount).toBe(count);
    expect(elements).toBe(count);
  });
});

describe('matrix products per head', () => {
  const ways = [
    { causal: false, returnWeights: false },
    { causal: false, returnWeights: true },
    { causal: true, returnWeights: false },
  ];

  it.each(Object.keys(COUNTS))(
    'of %s are those of its row, as many as run and are recorded',
    async (name) => {
      const { matmulsPerHead: count } = COUNTS[name] as Counts;
      const { matmulsPerHead, supportsCausal } = mechanism(name);
      const attention = mechanism(name)({ modelWidth: 8, heads: 4, contextLength: 3 });
      const parameters = attention.init(randomStream(0));
      expect(matmulsPerHead).toBe(count);
      for (const { causal, returnWeights } of ways.filter((way) => !way.causal || supportsCausal)) {
        const apply = (x: tf.Tensor) =>
          attention.apply(parameters, { query: x, key: x, value: x, causal }, { returnWeights });
        const profile = await tf.profile(() => apply(tf.ones([2, 3, 8])).output);
        expect(profile.kernels.filter(({ name: kernel }) => kernel === 'BatchMatMul')).toHaveLength(count);

        const { graph } = recordedForward(attention, parameters, { causal, returnWeights });
        const products = sortedNodes(graph).filter(({ operator }) => /MatMul|Gemm|Einsum/.test(operator));
        expect(products).toHaveLength(count);
      }
    },
  );
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
    expect(baselineMechanisms).toEqual(Object.keys(COUNTS).slice(paperMechanisms.length));
    expect(baselineMechanisms.slice(0, 3)).toEqual(['linformer', 'performer', 'multi-query']);
    expect([...mechanisms.keys()]).toEqual([...paperMechanisms, ...baselineMechanisms]);
    const exported: unknown[] = Object.values(index);
    for (const [name, make] of mechanisms) {
      expect(make({ modelWidth: 4, heads: 2, contextLength: 3 }).name).toBe(name);
      expect(exported.includes(make), `${name} is exported by src/index.ts`).toBe(true);
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
    expect(mechanism('super')).toBe(superAttention);
  });

  it('finds an added mechanism by its name', () => {
    registerMechanism('efficient again', efficientAttention);
    expect(mechanism('efficient again')).toBe(efficientAttention);
  });
});

describe('the README', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const [, table = ''] = readme.split(
    '| mechanism     | parameters | without biases | matrix products per head |\n',
  );

  it('has the counts of each mechanism', () => {
    const [, ...lines] = table.slice(0, table.indexOf('\n\n')).split('\n');
    const rows = lines.map((line) => line.split('|').map((cell) => cell.trim()));
    const expected = [...paperMechanisms, ...baselineMechanisms].map((name) => {
      const options = { modelWidth: 64, heads: 4, contextLength: 64 };
      const [biased, unbiased] = [true, false].map((useBias) =>
        mechanism(name)({ ...options, useBias }).parameterCount.toLocaleString('en'),
      );
      return ['', `\`${name}\``, biased, unbiased, `${mechanism(name).matmulsPerHead}`, ''];
    });
    expect(rows).toEqual(expected);
  });

  it('has a row of the equations of each mechanism, and of each option', () => {
    const listed = [...readme.matchAll(/^\| `([^`]+)` +\|/gm)].map(([, cell]) => cell);
    expect(listed).toEqual(expect.arrayContaining([...paperMechanisms, ...baselineMechanisms]));
    const options = [...paperMechanisms, ...baselineMechanisms].flatMap(
      (name) => mechanism(name).optionNames,
    );
    expect(listed).toEqual(expect.arrayContaining(options));
  });
});
