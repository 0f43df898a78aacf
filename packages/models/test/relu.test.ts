import '../../../testing/backend.js';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectAllClose } from '../../../testing/all-close.js';
import { relu } from '../src/relu.js';

describe('relu', () => {
  const xs = tf.tensor1d([-40, -1e-30, -0, 0, 1e-30, 0.5, 40]);
  it('is the larger of x and 0', () => {
    expect([...relu(xs).dataSync()]).toEqual([...tf.relu(xs).dataSync()]);
  });
  it('passes the gradient of positive results on', () => {
    const gradient = tf.grad((x) => tf.mul(relu(x), 3))(xs);
    expectAllClose(gradient, [0, 0, 0, 0, 3, 3, 3], { absolute: 0 });
    expectAllClose(gradient, tf.grad((x) => tf.mul(tf.relu(x), 3))(xs), { absolute: 0 });
  });
  it('keeps no tensors but its result', () => {
    const before = tf.memory().numTensors;
    relu(xs);
    expect(tf.memory().numTensors - before).toBe(1);
  });
});
