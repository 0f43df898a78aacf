import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { expect } from 'vitest';
import { type CompileOptions, compile, type DataType, type TensorData, tensorSpec } from '../src/index.js';

/** One tensor of a test: its elements, shape and type. */
export interface Sample {
  readonly data: readonly number[];
  readonly shape: readonly number[];
  readonly dtype: DataType;
}

export type TensorFunction = (...tensors: tf.Tensor[]) => tf.Tensor | tf.Tensor[];

const arrays = { float32: Float32Array, int32: Int32Array, bool: Uint8Array };

/** Reproducible numbers of both signs around 0, no two alike. */
export function floats(shape: readonly number[], { scale = 1, offset = 0, seed = 1 } = {}): Sample {
  const size = shape.reduce((product, length) => product * length, 1);
  const data = Array.from(
    { length: size },
    (_, index) => offset + scale * (((index + 1) * 0.6180339887 * seed * 7.3) % 2) - scale,
  );
  return { data, shape, dtype: 'float32' };
}

export const ints = (shape: readonly number[], data: readonly number[]): Sample => ({
  data,
  shape,
  dtype: 'int32',
});

export const bools = (shape: readonly number[], data: readonly number[]): Sample => ({
  data,
  shape,
  dtype: 'bool',
});

export const float = (data: readonly number[], shape: readonly number[] = [data.length]): Sample => ({
  data,
  shape,
  dtype: 'float32',
});

export const dataOf = ({ data, dtype }: Sample): TensorData => arrays[dtype].from(data);

/** Fails unless shapes agree and each element is close: NaN only to NaN, an infinity only to itself. */
export function expectClose(
  found: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  what: string,
): void {
  expect(found.length, `${what}: number of elements`).toBe(expected.length);
  let worst = -1;
  let worstError = tolerance;
  for (let index = 0; index < expected.length; index += 1) {
    const [a, b] = [found[index] as number, expected[index] as number];
    if (Object.is(a, b) || a === b) continue;
    const error = Number.isFinite(a) && Number.isFinite(b) ? Math.abs(a - b) / (1 + Math.abs(b)) : Infinity;
    if (error > worstError) [worst, worstError] = [index, error];
  }
  if (worst >= 0) {
    expect.fail(
      `${what}: element ${worst} is ${found[worst]}, expected ${expected[worst]} (error ${worstError})`,
    );
  }
}

/** Runs `fn` on TensorFlow.js's cpu backend. */
export function runReference(fn: TensorFunction, samples: readonly Sample[]) {
  return tf.tidy(() => {
    const tensors = samples.map((sample) => tf.tensor(dataOf(sample), [...sample.shape], sample.dtype));
    const outputs = [fn(...tensors)].flat();
    return outputs.map((output) => ({ data: output.dataSync(), shape: output.shape, dtype: output.dtype }));
  });
}

/** Runs `fn` compiled. */
export async function runCompiled(fn: TensorFunction, samples: readonly Sample[], options?: CompileOptions) {
  const specs = samples.map(({ shape, dtype }) => tensorSpec(shape, dtype));
  let types: { shape: number[]; dtype: string }[] = [];
  const compiled = await compile(
    (tensors) => {
      const outputs = [fn(...(tensors as tf.Tensor[]))].flat();
      types = outputs.map(({ shape, dtype }) => ({ shape, dtype }));
      return outputs;
    },
    specs,
    { allowSpinning: false, ...options },
  );
  const results = await compiled.run(samples.map(dataOf));
  await compiled.dispose();
  return results.map((data, index) => ({ data, ...(types[index] as (typeof types)[number]) }));
}

/** Fails unless `fn` compiled, with and without ONNX Runtime's optimisations, gives what the cpu backend gives. */
export async function expectSame(
  fn: TensorFunction,
  samples: readonly Sample[],
  tolerance = 2e-6,
): Promise<void> {
  const expected = runReference(fn, samples);
  for (const optimisation of ['all', 'disabled'] as const) {
    const found = await runCompiled(fn, samples, { optimisation });
    expect(found.length).toBe(expected.length);
    expected.forEach((output, index) => {
      const result = found[index] as (typeof found)[number];
      const what = `output ${index} (${optimisation})`;
      expect(result.shape, what).toEqual(output.shape);
      expect(result.dtype, what).toBe(output.dtype);
      expectClose(result.data, output.data, tolerance, what);
    });
  }
}

/** The gradients of a weighted sum of `fn`'s output with respect to its inputs. */
export function gradientsOf(fn: TensorFunction): TensorFunction {
  return (...tensors) => {
    const weighted = (...inputs: tf.Tensor[]): tf.Scalar => {
      const output = [fn(...inputs)].flat()[0] as tf.Tensor;
      const weights = Float32Array.from({ length: output.size }, (_, index) => Math.cos(index + 1));
      return tf.sum(tf.mul(output, tf.tensor(weights, output.shape)));
    };
    return tf.grads(weighted)(tensors);
  };
}
