import * as tf from '@tensorflow/tfjs-core';
import { describe, it } from 'vitest';
import {
  expectClose,
  expectSame,
  floats,
  gradientsOf,
  runCompiled,
  type Sample,
  type TensorFunction,
} from './support.js';

const TOLERANCE = 1e-5;

/** Fails unless value and gradients are those of the cpu backend. */
async function expectSameGradients(fn: TensorFunction, samples: readonly Sample[]): Promise<void> {
  await expectSame(fn, samples, TOLERANCE);
  await expectSame(gradientsOf(fn), samples, TOLERANCE);
}

const image = floats([2, 7, 6, 3]);
const volume = floats([2, 5, 4, 3, 2]);
const explicit: [[number, number], [number, number], [number, number], [number, number]] = [
  [0, 0],
  [2, 1],
  [0, 2],
  [0, 0],
];

describe.each([
  { strides: 1, padding: 'same' as const },
  { strides: 1, padding: 'valid' as const },
  { strides: 2, padding: 'same' as const },
  { strides: 2, padding: 'valid' as const },
  { strides: 3, padding: 'valid' as const },
  { strides: 2, padding: explicit },
])('windows with strides $strides, padding $padding', ({ strides, padding }) => {
  it('conv2d, with gradients', () =>
    expectSameGradients(
      (x, filter) => tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, strides, padding),
      [image, floats([3, 2, 3, 4], { seed: 2 })],
    ));

  it('depthwiseConv2d, with gradients', () =>
    expectSameGradients(
      (x, filter) => tf.depthwiseConv2d(x as tf.Tensor4D, filter as tf.Tensor4D, strides, padding),
      [image, floats([3, 2, 3, 2], { seed: 2 })],
    ));

  it('maxPool and avgPool, with gradients', async () => {
    await expectSameGradients((x) => tf.maxPool(x as tf.Tensor4D, [3, 3], strides, padding), [image]);
    await expectSameGradients((x) => tf.avgPool(x as tf.Tensor4D, [3, 3], strides, padding), [image]);
  });
});

describe('convolutions', () => {
  it('dilated', () =>
    expectSame(
      (x, filter) => tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, 'same', 'NHWC', 2),
      [image, floats([3, 2, 3, 4])],
      TOLERANCE,
    ));

  it('dilated by channel', () =>
    expectSame(
      (x, filter) => tf.depthwiseConv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, 'valid', 'NHWC', [2, 1]),
      [image, floats([3, 2, 3, 2])],
      TOLERANCE,
    ));

  it('conv2dTranspose, with gradients', () =>
    expectSameGradients(
      (x, filter) => tf.conv2dTranspose(x as tf.Tensor4D, filter as tf.Tensor4D, [2, 8, 7, 4], 2, 'valid'),
      [floats([2, 3, 3, 3]), floats([3, 2, 4, 3], { seed: 2 })],
    ));

  it('fused with bias and each activation', async () => {
    for (const activation of ['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu'] as const) {
      await expectSame(
        (x, filter, bias) =>
          tf.fused.conv2d({
            x: x as tf.Tensor4D,
            filter: filter as tf.Tensor4D,
            strides: 1,
            pad: 'same',
            bias: bias as tf.Tensor,
            activation,
            leakyreluAlpha: 0.3,
          }),
        [image, floats([3, 3, 3, 4]), floats([4])],
        TOLERANCE,
      );
    }
  });

  it('conv3d, with gradients', () =>
    expectSameGradients(
      (x, filter) => tf.conv3d(x as tf.Tensor5D, filter as tf.Tensor5D, 2, 'same'),
      [volume, floats([2, 3, 2, 2, 3], { seed: 2 })],
    ));
});

describe('pooling', () => {
  it('in three dimensions, with gradients', async () => {
    await expectSameGradients((x) => tf.maxPool3d(x as tf.Tensor5D, 2, 2, 'same'), [volume]);
    await expectSameGradients((x) => tf.avgPool3d(x as tf.Tensor5D, 2, 1, 'valid'), [volume]);
  });

  it('maxPool gives the gradient to the first of equals', () =>
    expectSameGradients(
      (x) => tf.maxPool(x as tf.Tensor4D, 2, 1, 'valid'),
      [{ data: [1, 1, 0, 1, 1, 0, 0, 0, 1], shape: [1, 3, 3, 1], dtype: 'float32' }],
    ));

  it('maxPoolWithArgmax, with and without the batch', async () => {
    for (const includesBatch of [false, true]) {
      await expectSame(
        (x) => {
          const { result, indexes } = tf.maxPoolWithArgmax(x as tf.Tensor4D, 2, 2, 'same', includesBatch);
          return [result, indexes] as tf.Tensor[];
        },
        [image],
      );
    }
  });
});

describe('normalisation', () => {
  it('batchNorm, with gradients', () =>
    expectSameGradients(
      (x, mean, variance, offset, scale) =>
        tf.batchNorm4d(
          x as tf.Tensor4D,
          mean as tf.Tensor1D,
          variance as tf.Tensor1D,
          offset as tf.Tensor1D,
          scale as tf.Tensor1D,
        ),
      [image, floats([3]), floats([3], { offset: 1.5 }), floats([3], { seed: 2 }), floats([3], { seed: 3 })],
    ));

  it('localResponseNormalization, with gradient', () =>
    expectSameGradients((x) => tf.localResponseNormalization(x as tf.Tensor4D, 1, 1.5, 0.8, 0.75), [image]));
});

describe('images', () => {
  describe.each([
    [14, 9],
    [3, 4],
    [1, 1],
  ])('resized to %i × %i', (height, width) => {
    const modes = [
      [false, false],
      [true, false],
      [false, true],
    ] as const;

    it.each(modes)('bilinear, aligned corners %s, half-pixel centres %s', (aligned, half) =>
      expectSame((x) => tf.image.resizeBilinear(x as tf.Tensor4D, [height, width], aligned, half), [image]),
    );

    it.each(modes)('nearest, aligned corners %s, half-pixel centres %s', (aligned, half) =>
      expectSame(
        (x) => tf.image.resizeNearestNeighbor(x as tf.Tensor4D, [height, width], aligned, half),
        [image],
      ),
    );

    it.each([false, true])(
      'have the gradient of the cpu backend for one square image, where that is right, aligned corners %s',
      async (aligned) => {
        const square = floats([1, 6, 6, 3]);
        for (const resize of [tf.image.resizeBilinear, tf.image.resizeNearestNeighbor]) {
          await expectSame(
            gradientsOf((x) => resize(x as tf.Tensor4D, [height, width], aligned)),
            [square],
            TOLERANCE,
          );
        }
      },
    );

    it.each(modes)(
      'have the adjoint as gradient, aligned corners %s, half-pixel centres %s',
      async (aligned, half) => {
        for (const resize of [tf.image.resizeBilinear, tf.image.resizeNearestNeighbor]) {
          const resized = (x: tf.Tensor) => resize(x as tf.Tensor4D, [height, width], aligned, half);
          const products: TensorFunction = (x, weights) => {
            const gradient = tf.grad((of: tf.Tensor) => tf.sum(tf.mul(resized(of), weights as tf.Tensor)));
            return [
              tf.sum(tf.mul(resized(x as tf.Tensor), weights as tf.Tensor)),
              tf.sum(tf.mul(x as tf.Tensor, gradient(x as tf.Tensor))),
            ];
          };
          const [forward, backward] = await runCompiled(products, [
            image,
            floats([2, height, width, 3], { seed: 3 }),
          ]);
          expectClose(backward?.data ?? [], forward?.data ?? [], TOLERANCE, 'adjoint');
        }
      },
    );
  });

  it('cropAndResize, boxes partly outside', async () => {
    const boxes = floats([4, 4], { scale: 0.7, offset: 0.5 });
    const which: Sample = { data: [0, 1, 1, 0], shape: [4], dtype: 'int32' };
    for (const method of ['bilinear', 'nearest'] as const) {
      await expectSame(
        (x, box, index) =>
          tf.image.cropAndResize(
            x as tf.Tensor4D,
            box as tf.Tensor2D,
            index as tf.Tensor1D,
            [4, 5],
            method,
            -1,
          ),
        [image, boxes, which],
        TOLERANCE,
      );
    }
  });

  it('rotateWithOffset, filled with a number or a colour', async () => {
    for (const fill of [0.5, [1, 2, 3] as [number, number, number]]) {
      await expectSame((x) => tf.image.rotateWithOffset(x as tf.Tensor4D, 0.6, fill, [0.4, 0.7]), [image]);
      await expectSame(
        (x) => tf.image.rotateWithOffset(x as tf.Tensor4D, -2.1, fill),
        [floats([2, 5, 4, 4])],
      );
    }
  });

  it('flipLeftRight', () => expectSame((x) => tf.image.flipLeftRight(x as tf.Tensor4D), [image]));
});
