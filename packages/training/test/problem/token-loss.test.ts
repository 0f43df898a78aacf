import '../../../../testing/backend.js';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectAllClose } from '../../../../testing/all-close.js';
import { compile, tensorSpec } from '../../../tfjs-onnx/src/index.js';
import { tokenClassification } from '../../src/problem/token-loss.js';

const LOGITS = [
  [
    [0.5, -1.2, 2.1, 0.3],
    [1.7, 0.4, -0.6, 1.1],
    [-0.9, 0.2, 0.8, -1.5],
  ],
  [
    [0.1, 1.3, -0.7, 0.9],
    [2.2, -0.3, 0.6, -1.1],
    [0.7, 0.7, -2.0, 1.9],
  ],
];
const LABELS = [
  [2, 3, 1],
  [1, 2, 0],
];

/** Written by torch.nn.functional.cross_entropy(…, ignore_index=0) in float64. */
const TORCH = {
  loss: 1.084258982,
  gradient: [
    [
      [0.028758578, 0.005253718, -0.057557829, 0.023545532],
      [0.10407981, 0.028365057, 0.010434921, -0.142879789],
      [0.019946294, -0.14007802, 0.109184967, 0.010946759],
    ],
    [
      [0.028591905, -0.105071532, 0.012847171, 0.063632455],
      [0.151415964, 0.012428979, -0.169429644, 0.0055847],
      [0.0, 0.0, 0.0, 0.0],
    ],
  ],
};

const labels = tf.tensor2d(LABELS, undefined, 'int32');
const all = tf.ones([2]) as tf.Tensor1D;
const numbers = (metrics: ReturnType<typeof tokenClassification>) =>
  Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, value.dataSync()[0] as number]));

describe('token classification', () => {
  it('has the loss and gradient of PyTorch, which ignores padding too', () => {
    const logits = tf.tensor3d(LOGITS);
    expectAllClose(tokenClassification(logits, labels, all).loss, TORCH.loss, { absolute: 1e-6 });
    const gradient = tf.grad((x) => tf.mul(tokenClassification(x as tf.Tensor3D, labels, all).loss, 2))(
      logits,
    );
    expectAllClose(tf.div(gradient, 2), TORCH.gradient, { absolute: 1e-7, relative: 1e-5 });
  });

  it('counts the tokens that are predicted, padding left out', () => {
    const { accuracy } = numbers(tokenClassification(tf.tensor3d(LOGITS), labels, all));
    expect(accuracy).toBeCloseTo(2 / 5, 6);
  });

  it('is the mean over the tokens of the examples that count', () => {
    const weighted = (weights: number[]) =>
      numbers(tokenClassification(tf.tensor3d(LOGITS), labels, tf.tensor1d(weights)));
    const [first, second, both] = [weighted([1, 0]), weighted([0, 1]), weighted([1, 1])];
    expect([first, second, both].map(({ weight }) => weight)).toEqual([3, 2, 5]);
    for (const name of ['loss', 'accuracy']) {
      const mean = (3 * (first[name] as number) + 2 * (second[name] as number)) / 5;
      expect(both[name]).toBeCloseTo(mean, 6);
    }
    const alone = tokenClassification(
      tf.tensor3d(LOGITS.slice(0, 1)),
      tf.tensor2d(LABELS.slice(0, 1), undefined, 'int32'),
      tf.ones([1]),
    );
    expect(numbers(alone)).toEqual(first);
  });

  it('gives padded positions and examples that do not count no gradient', () => {
    const gradient = tf.grad((x) => {
      const labelsOfThisCall = tf.tensor2d(LABELS, undefined, 'int32');
      return tokenClassification(x as tf.Tensor3D, labelsOfThisCall, tf.tensor1d([0, 1])).loss;
    })(tf.tensor3d(LOGITS));
    const [first, second] = gradient.arraySync() as number[][][];
    const isZero = (row: number[] | undefined) => row?.every((element) => element === 0);
    expect([...(first as number[][]), second?.[2]].every(isZero)).toBe(true);
    expect(isZero(second?.[0])).toBe(false);
  });

  it('is the same as an ONNX graph, gradient included', async () => {
    const compute = (given: { logits: tf.Tensor; labels: tf.Tensor }) =>
      tf.grad((x) => tokenClassification(x as tf.Tensor3D, given.labels as tf.Tensor2D, all).loss)(
        given.logits,
      );
    const compiled = await compile(
      compute,
      { logits: tensorSpec([2, 3, 4]), labels: tensorSpec([2, 3], 'int32') },
      { threads: 1, allowSpinning: false },
    );
    const gradient = await compiled.run({
      logits: Float32Array.from(LOGITS.flat(2)),
      labels: Int32Array.from(LABELS.flat()),
    });
    await compiled.dispose();
    expectAllClose(gradient, TORCH.gradient.flat(2), { absolute: 1e-7, relative: 1e-5 });
  });

  it('neither overflows nor is capped', () => {
    const logits = tf.tensor3d([[[0, 1e4, -1e4]]]);
    const labelled = (label: number) =>
      numbers(tokenClassification(logits, tf.tensor2d([[label]], undefined, 'int32'), tf.ones([1])));
    expect(labelled(1)).toEqual({ loss: 0, accuracy: 1, weight: 1 });
    expect(labelled(2)).toEqual({ loss: 2e4, accuracy: 0, weight: 1 });
  });
});
