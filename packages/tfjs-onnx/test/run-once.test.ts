import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { InferenceSession } from 'onnxruntime-node';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { runOnce } from '../src/index.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});
const create = vi.spyOn(InferenceSession, 'create');
afterEach(() => create.mockClear());

describe('runOnce', () => {
  it('reads numbers of every type where they are, without a session', async () => {
    const captured = tf.tensor1d([5, 6]);
    const result = await runOnce(() => ({
      floats: tf.tensor2d([1, -0, NaN, 0.1], [2, 2]),
      rest: [tf.tensor1d([1, 2], 'int32'), tf.tensor1d([true, false], 'bool'), tf.scalar(3)] as const,
      equal: [tf.zeros([2]), tf.fill([3], 0.5), tf.ones([2], 'int32'), tf.tensor1d([7, 7])] as const,
      captured,
      none: tf.zeros([0, 2]),
    }));
    expect(result).toEqual({
      floats: Float32Array.of(1, -0, NaN, 0.1),
      rest: [Int32Array.of(1, 2), Uint8Array.of(1, 0), Float32Array.of(3)],
      equal: [
        Float32Array.of(0, 0),
        Float32Array.of(0.5, 0.5, 0.5),
        Int32Array.of(1, 1),
        Float32Array.of(7, 7),
      ],
      captured: Float32Array.of(5, 6),
      none: new Float32Array(0),
    });
    expect(create).not.toHaveBeenCalled();
    captured.dispose();
  });

  it('computes the others, each in its place', async () => {
    const result = await runOnce(() => {
      const x = tf.tensor1d([1, 4]);
      return [tf.sqrt(x), x, { sum: tf.sum(x), large: tf.greater(x, 2) }] as const;
    });
    expect(result).toEqual([
      Float32Array.of(1, 2),
      Float32Array.of(1, 4),
      { sum: Float32Array.of(5), large: Uint8Array.of(0, 1) },
    ]);
    expect(create).toHaveBeenCalledOnce();
  });

  it('takes numbers as they were when a tensor was made of them', async () => {
    const numbers = Float32Array.of(1, 2);
    const result = await runOnce(() => {
      const x = tf.tensor1d(numbers);
      numbers.fill(9);
      return x;
    });
    expect(result).toEqual(Float32Array.of(1, 2));
  });

  it('refuses what a recording refuses', async () => {
    await expect(runOnce(() => tf.randomNormal([2]))).rejects.toThrow('draws random numbers');
  });
});
