import '../../../testing/backend.js';
import { randomStream } from '@better-attention/random';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectAllClose } from '../../../testing/all-close.js';
import { finiteDifferences, type Nested } from '../../../testing/finite-differences.js';
import { normal } from '../../../testing/parameters.js';
import { layerNormalisation } from '../src/layer-normalisation.js';

/** Layer normalisation of one row in float64. */
function reference(row: number[], scale: number[], offset: number[], epsilon: number): number[] {
  const mean = row.reduce((sum, x) => sum + x, 0) / row.length;
  const variance = row.reduce((sum, x) => sum + (x - mean) ** 2, 0) / row.length;
  return row.map(
    (x, d) => ((x - mean) / Math.sqrt(variance + epsilon)) * (scale[d] as number) + (offset[d] as number),
  );
}

describe.each([
  ['a matrix', [3, 5], 1e-6],
  ['three axes', [2, 3, 4], 1e-6],
  ['four axes, a large epsilon', [2, 1, 2, 3], 0.5],
  ['one row', [1, 6], 1e-6],
])('layer normalisation of %s', (_, shape, epsilon) => {
  const random = randomStream(7);
  const width = shape.at(-1) as number;
  const x = normal(random, shape, 2);
  const [scale, offset] = [normal(random, [width]), normal(random, [width])] as [tf.Tensor1D, tf.Tensor1D];
  const probe = normal(random, shape);
  const rows = tf.reshape(x, [-1, width]).arraySync() as number[][];
  const weighted = tf.reshape(probe, [-1, width]).arraySync() as number[][];
  const [plainScale, plainOffset] = [scale.arraySync(), offset.arraySync()];
  const outputs = () => rows.map((row) => reference(row, plainScale, plainOffset, epsilon));

  it('has the outputs of the formula in float64', () => {
    const normalised = layerNormalisation(x, { scale, offset }, epsilon);
    expect(normalised.shape).toEqual(shape);
    expectAllClose(tf.reshape(normalised, [-1, width]), outputs(), { absolute: 5e-6 });
  });

  it('has the gradients that finite differences of the formula have', () => {
    const loss = () =>
      outputs().reduce(
        (total, row, r) => total + row.reduce((sum, y, d) => sum + y * (weighted[r]?.[d] as number), 0),
        0,
      );
    const gradients = tf.grads((input: tf.Tensor, s: tf.Tensor, o: tf.Tensor) => {
      const parameters = { scale: s as tf.Tensor1D, offset: o as tf.Tensor1D };
      return tf.sum(tf.mul(layerNormalisation(input, parameters, epsilon), probe));
    })([x, scale, offset]);
    const [ofX, ofScale, ofOffset] = gradients as [tf.Tensor, tf.Tensor, tf.Tensor];
    expect(ofX.shape).toEqual(shape);
    const points: [tf.Tensor, Nested][] = [
      [tf.reshape(ofX, [-1, width]), rows],
      [ofScale, plainScale],
      [ofOffset, plainOffset],
    ];
    for (const [gradient, point] of points) {
      expectAllClose(gradient, finiteDifferences(loss, point), { absolute: 2e-5, relative: 2e-5 });
    }
  });
});

it('normalises with 1e-6 unless told otherwise', () => {
  const parameters = { scale: tf.ones([2]) as tf.Tensor1D, offset: tf.zeros([2]) as tf.Tensor1D };
  const expected = 1e-3 / Math.sqrt(1e-6 + 1e-6);
  expectAllClose(layerNormalisation(tf.tensor2d([[-1e-3, 1e-3]]), parameters), [[-expected, expected]], {
    relative: 1e-5,
  });
});
