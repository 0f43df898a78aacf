import '../../../testing/backend.js';
import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectAllClose } from '../../../testing/all-close.js';
import type { Nested } from '../../../testing/finite-differences.js';
import { decodeSafetensors, encodeSafetensors } from '../../training/src/arrays/safetensors.js';
import {
  type NamedWeights,
  standardAttention,
  standardFromKeras,
  standardFromPyTorch,
  standardToKeras,
  standardToPyTorch,
} from '../src/index.js';

interface FixtureCase {
  library: 'torch' | 'keras';
  useBias: boolean;
  /** Written by Python's safetensors. */
  file: string;
  shapes: Record<string, number[]>;
  mask: number[][] | number[][][];
  output: Nested;
}

interface Fixture {
  heads: number;
  query: number[][][];
  key: number[][][];
  value: number[][][];
  cases: FixtureCase[];
}

const pathOf = (file: string) => new URL(`./fixtures/${file}`, import.meta.url);
const fixture = JSON.parse(readFileSync(pathOf('interop.json'), 'utf8')) as Fixture;
const { heads } = fixture;
const options = { modelWidth: 6, heads };

function weightsOf(file: string): NamedWeights {
  const { arrays } = decodeSafetensors(readFileSync(pathOf(file)), file);
  const weights = Object.entries(arrays).map(([name, { shape, values }]) => [
    name,
    tf.tensor(values, [...shape]),
  ]);
  return Object.fromEntries(weights);
}

const importing = { torch: standardFromPyTorch, keras: standardFromKeras };
const exporting = {
  torch: standardToPyTorch,
  keras: (parameters: Parameters<typeof standardToKeras>[0]) => standardToKeras(parameters, { heads }),
};

describe.each(fixture.cases)('weights of $library, biases: $useBias', (given) => {
  const { library, useBias, file, shapes } = given;
  const parameters = importing[library](weightsOf(file), { ...options, useBias });

  it('give the outputs that the library gives', () => {
    const [query, key, value] = [fixture.query, fixture.key, fixture.value].map((rows) =>
      tf.tensor3d(rows),
    ) as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D];
    const mask = tf.tensor(given.mask, undefined, 'bool');
    const attention = standardAttention({ ...options, useBias });
    const { output } = attention.apply(parameters, { query, key, value, mask });
    expectAllClose(output, given.output, { absolute: 1e-5 });
  });

  it('are exported under its names, in its shapes and to the bytes of its file', () => {
    const weights = exporting[library](parameters);
    const exported = Object.entries(weights).map(([name, { shape }]) => [name, shape]);
    expect(Object.fromEntries(exported)).toEqual(shapes);
    const original = readFileSync(pathOf(file));
    const { metadata } = decodeSafetensors(original, file);
    const arrays = Object.entries(weights).map(([name, tensor]) => [
      name,
      { shape: tensor.shape, values: tensor.dataSync() as Float32Array },
    ]);
    const written = encodeSafetensors({ arrays: Object.fromEntries(arrays), metadata });
    expect(Buffer.from(written).equals(original)).toBe(true);
  });

  it('stay as they are, and leave no other tensors behind', () => {
    const weights = weightsOf(file);
    const before = tf.memory().numTensors;
    const own = importing[library](weights, { ...options, useBias });
    expect(tf.memory().numTensors - before).toBe(useBias ? 8 : 4);
    tf.dispose(own as unknown as tf.TensorContainer);
    tf.dispose(exporting[library](parameters) as tf.TensorContainer);
    expect(tf.memory().numTensors).toBe(before);
    expect(Object.values(weights).some(({ isDisposed }) => isDisposed)).toBe(false);
  });
});

describe('what does not fit', () => {
  const torch = weightsOf('interop-torch.safetensors');
  const keras = weightsOf('interop-keras.safetensors');
  const names = 'in_proj_bias, in_proj_weight, out_proj.bias, out_proj.weight';

  it('is an unknown weight', () => {
    const withKeys = { ...torch, bias_k: tf.zeros([1, 1, 6]) };
    expect(() => standardFromPyTorch(withKeys, options)).toThrow(
      `PyTorch’s MultiheadAttention: 'bias_k' is not one of its weights; expected ${names}`,
    );
    expect(() => standardFromKeras(torch, options)).toThrow(
      "Keras’ MultiHeadAttention: 'in_proj_bias' is not one of its weights; expected attention_output/bias, ",
    );
  });

  it('is a missing weight', () => {
    const { 'out_proj.weight': _, ...rest } = torch;
    expect(() => standardFromPyTorch(rest, options)).toThrow(
      `'out_proj.weight' is missing; expected ${names}`,
    );
  });

  it('are biases where the layer has none, and none where it has them', () => {
    expect(() => standardFromPyTorch(torch, { ...options, useBias: false })).toThrow(
      "'in_proj_bias' is not one of its weights; expected in_proj_weight, out_proj.weight as useBias is false",
    );
    const { 'query/bias': _, ...rest } = keras;
    expect(() => standardFromKeras(rest, options)).toThrow("'query/bias' is missing");
  });

  it('is a weight of another shape', () => {
    expect(() => standardFromPyTorch(torch, { ...options, modelWidth: 8 })).toThrow(
      "PyTorch’s MultiheadAttention: expected 'in_proj_bias' of shape [24], got [18]",
    );
    expect(() => standardFromKeras(keras, { ...options, heads: 3 })).toThrow(
      "Keras’ MultiHeadAttention: expected 'attention_output/kernel' of shape [3, 2, 6], got [2, 3, 6]",
    );
  });

  it('are heads that do not divide the width', () => {
    const parameters = standardFromKeras(keras, options);
    expect(() => standardToKeras(parameters, { heads: 4 })).toThrow(
      'Keras’ MultiHeadAttention: expected heads that divide the width of the parameters, 6, got 4 heads',
    );
  });
});
