import '../../../testing/backend.js';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectAllClose } from '../../../testing/all-close.js';
import { gelu } from '../src/gelu.js';

/** Written by torch.nn.functional.gelu in float64: x, gelu(x) and its derivative. */
const points: [x: number, value: number, derivative: number][] = [
  [-40, -0, 0],
  [-6, -5.91952586948e-9, -3.5468709454e-8],
  [-3, -0.00404969409489, -0.0119456472042],
  [-1.5, -0.100210801903, -0.12746919223],
  [-0.75, -0.169970514283, 0.000774278260765],
  [-0.1, -0.0460172162723, 0.420476907975],
  [-0.0001, -4.99960105772e-5, 0.499920211544],
  [0, 0, 0.5],
  [0.0001, 5.00039894228e-5, 0.500079788456],
  [0.1, 0.0539827837277, 0.579523092025],
  [0.75, 0.580029485717, 0.999225721739],
  [1.5, 1.3997891981, 1.12746919223],
  [3, 2.99595030591, 1.0119456472],
  [6, 5.99999999408, 1.00000003547],
  [40, 40, 1],
];

describe('gelu', () => {
  const xs = tf.tensor1d(points.map(([x]) => x));

  it('is that of PyTorch, without approximation', () => {
    expectAllClose(
      gelu(xs),
      points.map(([, value]) => value),
      { absolute: 5e-7, relative: 1e-6 },
    );
  });

  it('has the derivative of PyTorch', () => {
    const derivatives = tf.grad((x) => gelu(x))(xs);
    expectAllClose(
      derivatives,
      points.map(([, , derivative]) => derivative),
      { absolute: 5e-7, relative: 1e-6 },
    );
  });

  it('passes the gradient of the result on', () => {
    const scaled = tf.grad((x) => tf.mul(gelu(x), 3))(xs);
    expectAllClose(
      scaled,
      points.map(([, , derivative]) => 3 * derivative),
      { absolute: 1.5e-6, relative: 1e-6 },
    );
  });

  it('keeps the shape and no other tensors', () => {
    const x = tf.zeros([2, 1, 3]);
    const before = tf.memory().numTensors;
    expect(gelu(x).shape).toEqual([2, 1, 3]);
    expect(tf.memory().numTensors - before).toBe(1);
  });
});
