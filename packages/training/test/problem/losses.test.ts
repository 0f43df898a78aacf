import '@tensorflow/tfjs-backend-cpu';
import '../../src/engine/gradients.js';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { classification, correctClasses } from '../../src/problem/losses.js';
import { tokenClassification } from '../../src/problem/token-loss.js';

/** The definition, in float64: −log of the softmax, or of the sigmoid for one logit. */
function reference(logits: number[][], labels: number[], weights: number[]) {
  const scores = logits.map((row) => (row.length === 1 ? [0, row[0] as number] : row));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = (value: (row: number[], label: number) => number) =>
    scores.reduce((sum, row, at) => sum + (weights[at] as number) * value(row, labels[at] as number), 0) /
    total;
  return {
    loss: mean((row, label) => {
      const highest = Math.max(...row);
      return (
        highest + Math.log(row.reduce((sum, z) => sum + Math.exp(z - highest), 0)) - (row[label] as number)
      );
    }),
    accuracy: mean((row, label) => (row.indexOf(Math.max(...row)) === label ? 1 : 0)),
  };
}

const CASES: Record<string, { logits: number[][]; labels: number[]; weights: number[] }> = {
  'one logit': { logits: [[0.3], [-1.2], [2], [0.1]], labels: [1, 1, 0, 0], weights: [1, 1, 1, 1] },
  'one logit, examples that do not count': {
    logits: [[0.3], [-1.2], [2], [9]],
    labels: [1, 1, 0, 0],
    weights: [1, 1, 1, 0],
  },
  'one huge logit': { logits: [[1000], [-1000], [60]], labels: [0, 0, 1], weights: [1, 1, 1] },
  'three classes': {
    logits: [
      [0.1, 0.2, -1],
      [3, 1, 2],
      [-5, 0, 5],
    ],
    labels: [1, 2, 2],
    weights: [1, 0, 1],
  },
  'three classes, huge logits': {
    logits: [
      [1e4, 0, -1e4],
      [0, 1e4, 0],
    ],
    labels: [2, 1],
    weights: [1, 1],
  },
};

describe('labels that no class has', () => {
  const classified = (classes: number, labels: number[]) => () =>
    classification(
      tf.zeros([labels.length, classes]),
      tf.tensor1d(labels, 'int32'),
      tf.ones([labels.length]),
    );

  it.each([
    [4, [0, 3, 4], 'labels: expected integers from 0 to 3, got 4 in example 2 of the batch'],
    [4, [-1, 0], 'labels: expected integers from 0 to 3, got -1 in example 0 of the batch'],
    [1, [1, 2], 'labels: expected integers from 0 to 1, got 2 in example 1 of the batch'],
  ])('are refused by name: %i logits, %j', (logits, labels, message) => {
    expect(classified(logits, labels)).toThrow(message);
  });

  it('are refused of tokens', () => {
    const labels = tf.tensor2d(
      [
        [1, 2],
        [0, 5],
      ],
      [2, 2],
      'int32',
    );
    expect(() => tokenClassification(tf.zeros([2, 2, 5]), labels, tf.ones([2]))).toThrow(
      'labels: expected integers from 0 to 4, got 5 in example 1 of the batch',
    );
  });
});

it('a batch of which nothing counts has means and gradients of zero', () => {
  const logits = tf.tensor2d([
    [1, 2],
    [3, -4],
  ]);
  const measured = (scores: tf.Tensor) =>
    classification(scores as tf.Tensor2D, tf.tensor1d([0, 1], 'int32'), tf.zeros([2]), { top5: true });
  const numbers = Object.values(measured(logits)).map((each) => each.dataSync()[0]);
  expect(numbers).toEqual([0, 0, 0, 0]);
  expect(
    [
      ...tf
        .grad((scores) => measured(scores).loss)(logits)
        .dataSync(),
    ].map(Math.abs),
  ).toEqual([0, 0, 0, 0]);
});

describe('top-5 accuracy', () => {
  it('counts labels among the five classes of the highest logits', () => {
    const logits = tf.tensor2d([
      [7, 6, 5, 4, 3, 2, 1],
      [7, 6, 5, 4, 3, 2, 1],
      [1, 1, 1, 1, 1, 1, 1],
      [0, 0, 0, 0, 0, 0, 9],
    ]);
    const measured = (labels: number[], weights: number[]) => {
      const metrics = classification(logits, tf.tensor1d(labels, 'int32'), tf.tensor1d(weights), {
        top5: true,
      });
      return metrics.top5Accuracy?.dataSync()[0];
    };
    expect(measured([4, 5, 6, 0], [1, 1, 1, 1])).toBeCloseTo(3 / 4, 6);
    expect(measured([4, 5, 6, 0], [1, 1, 0, 0])).toBeCloseTo(1 / 2, 6);
    expect(measured([6, 6, 6, 6], [1, 1, 1, 1])).toBeCloseTo(2 / 4, 6);
  });
});

describe.each(Object.entries(CASES))('classification: %s', (_, { logits, labels, weights }) => {
  const loss = (scores: tf.Tensor2D) =>
    classification(scores, tf.tensor1d(labels, 'int32'), tf.tensor1d(weights)).loss as tf.Scalar;

  it('gives the weighted mean loss and accuracy', () => {
    const expected = reference(logits, labels, weights);
    const actual = classification(tf.tensor2d(logits), tf.tensor1d(labels, 'int32'), tf.tensor1d(weights));
    expect(actual.loss.dataSync()[0]).toBeCloseTo(expected.loss, 4);
    expect(actual.accuracy?.dataSync()[0]).toBeCloseTo(expected.accuracy, 6);
    expect(actual.weight.dataSync()[0]).toBe(weights.reduce((sum, weight) => sum + weight, 0));
  });

  it('says of each example whether its label is the class of the highest logit', () => {
    const found = correctClasses(tf.tensor2d(logits), tf.tensor1d(labels, 'int32'));
    const alone = labels.map((label, at) => reference([logits[at] as number[]], [label], [1]).accuracy);
    expect(found.dtype).toBe('bool');
    expect([...found.dataSync()]).toEqual(alone);
  });

  it('has the gradient that finite differences of the definition give', () => {
    const gradient = tf
      .grad((scores) => loss(scores as tf.Tensor2D))(tf.tensor2d(logits))
      .arraySync() as number[][];
    const step = 1e-5;
    logits.forEach((row, i) => {
      row.forEach((_, j) => {
        const moved = (by: number) =>
          logits.map((values, k) => values.map((value, l) => (k === i && l === j ? value + by : value)));
        const expected =
          (reference(moved(step), labels, weights).loss - reference(moved(-step), labels, weights).loss) /
          (2 * step);
        expect(gradient[i]?.[j]).toBeCloseTo(expected, 4);
      });
    });
  });
});
