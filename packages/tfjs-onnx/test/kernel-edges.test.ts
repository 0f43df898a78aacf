import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { compile, record, tensorSpec } from '../src/index.js';
import {
  bools,
  expectSame,
  float,
  floats,
  gradientsOf,
  ints,
  runCompiled,
  type Sample,
  type TensorFunction,
} from './support.js';

const SMALLEST = -(2 ** 31);
const LARGEST = 2 ** 31 - 1;

const elements = async (fn: TensorFunction, samples: readonly Sample[]): Promise<number[]> => {
  const [output] = await runCompiled(fn, samples);
  return [...(output?.data ?? [])];
};

describe('integers', () => {
  const dividends = ints([5], [SMALLEST, 7, -7, 0, LARGEST]);

  it('divide by −1 and by 0, which would stop the process, as tensor and as constant', async () => {
    for (const divisor of [-1, 0]) {
      const quotient = divisor === 0 ? [0, 0, 0, 0, 0] : [SMALLEST, -7, 7, 0, -LARGEST];
      const divisors = ints(
        [5],
        Array.from({ length: 5 }, () => divisor),
      );
      const floorDiv: TensorFunction = (a, b) => tf.floorDiv(a as tf.Tensor, b as tf.Tensor);
      const mod: TensorFunction = (a, b) => tf.mod(a as tf.Tensor, b as tf.Tensor);
      expect(await elements(floorDiv, [dividends, divisors])).toEqual(quotient);
      expect(
        await elements((a) => tf.floorDiv(a as tf.Tensor, tf.scalar(divisor, 'int32')), [dividends]),
      ).toEqual(quotient);
      expect((await elements(mod, [dividends, divisors])).map(Math.abs)).toEqual([0, 0, 0, 0, 0]);
    }
  });

  it('are clipped by infinite bounds', async () => {
    const clip: TensorFunction = (x) => tf.clipByValue(x as tf.Tensor, -1, Infinity);
    expect(await elements(clip, [dividends])).toEqual([-1, 7, -1, 0, LARGEST]);
  });

  it('are rounded to themselves', () =>
    expectSame((x) => tf.round(x as tf.Tensor), [ints([2], [12345678, -12345679])]));
});

describe('NaN', () => {
  it('is passed over by argMax and argMin', async () => {
    const x = float([NaN, 3, 5, NaN, 2, Infinity, -Infinity, NaN, NaN, NaN, NaN, NaN], [3, 4]);
    expect(await elements((value) => tf.argMax(value as tf.Tensor, 1), [x])).toEqual([2, 1, 0]);
    expect(await elements((value) => tf.argMin(value as tf.Tensor, 1), [x])).toEqual([1, 2, 0]);
  });
});

describe('one number that isn’t finite', () => {
  const image = (element: number): Sample => {
    const sample = floats([1, 4, 4, 2]);
    return { ...sample, data: sample.data.map((each, at) => (at === 5 ? element : each)) };
  };
  const of =
    (compute: (x: tf.Tensor4D) => tf.Tensor): TensorFunction =>
    (x) =>
      compute(x as tf.Tensor4D);
  const even = tf.tensor1d([1, 0, 1, 0], 'bool');

  it.each<[string, TensorFunction]>([
    ['resizing', of((x) => tf.image.resizeBilinear(x, [6, 5]))],
    ['means of windows', of((x) => tf.avgPool(x, 2, 2, 'valid'))],
    ['convolution', of((x) => tf.conv2d(x, tf.ones([2, 2, 2, 3]), 1, 'same'))],
    ['rows of a table', of((x) => tf.gather(x, tf.tensor1d([0, 2, 0], 'int32'), 1))],
    ['sums so far', of((x) => tf.cumsum(x, 3, true, true))],
    ['a mask', of((x) => tf.where(tf.reshape(even, [1, 1, 4, 1]), x, 0))],
    ['a part', of((x) => tf.slice(x, [0, 1, 0, 0], [1, 3, 4, 2]))],
  ])('spreads no further than in TensorFlow.js: %s', async (_, fn) => {
    for (const element of [Number.NaN, Infinity]) {
      await expectSame(fn, [image(element)]);
      await expectSame(gradientsOf(fn), [image(element)]);
    }
  });
});

describe('reductions over no element', () => {
  const none: Sample = float([], [2, 0]);
  const of =
    (reduce: (x: tf.Tensor) => tf.Tensor): TensorFunction =>
    (x) =>
      reduce(x as tf.Tensor);

  it.each<[string, TensorFunction]>([
    ['sum', of((x) => tf.sum(x, 1))],
    ['sum of everything', of((x) => tf.sum(x))],
    ['sum over the other axis', of((x) => tf.sum(x, 0))],
    ['mean', of((x) => tf.mean(x, 1, true))],
    ['norm', of((x) => tf.norm(x, 'euclidean', 1))],
    ['softmax', of((x) => tf.softmax(x))],
    ['maximum over the other axis', of((x) => tf.max(x, 0))],
    ['product of matrices', of((x) => tf.matMul(x, x, false, true))],
  ])('are what TensorFlow.js says, with their gradients: %s', async (_, fn) => {
    await expectSame(fn, [none]);
    await expectSame(gradientsOf(fn), [none]);
  });

  it.each<[string, TensorFunction, Sample, number]>([
    ['maximum', of((x) => tf.max(x, 1)), none, -Infinity],
    ['minimum', of((x) => tf.min(x, 1)), none, Infinity],
    ['maximum of integers', of((x) => tf.max(x, 1)), ints([2, 0], []), SMALLEST],
    ['minimum of integers', of((x) => tf.min(x, 1)), ints([2, 0], []), LARGEST],
    ['logarithm of a sum of powers', of((x) => tf.logSumExp(x, 1)), none, -Infinity],
    ['all', of((x) => tf.all(x, 1)), bools([2, 0], []), 1],
    ['any', of((x) => tf.any(x, 1)), bools([2, 0], []), 0],
  ])(
    'are what changes no other number, where TensorFlow.js reads past its array: %s',
    async (_, fn, sample, expected) => {
      expect(await elements(fn, [sample])).toEqual([expected, expected]);
    },
  );

  it('refuse to name a place of the extreme', async () => {
    const found = runCompiled((x) => tf.argMax(x as tf.Tensor, 1), [none]);
    await expect(found).rejects.toThrow(
      'argMax: expected an element along axis 1, got a tensor of shape [2,0]',
    );
  });
});

describe('indices', () => {
  const table = floats([4, 2]);

  it.each([-1, 4])('%i of 4 rows is refused when the graph runs', async (index) => {
    const indices = tensorSpec([3], 'int32');
    const compiled = await compile(
      (rows) => [tf.gather(tf.tensor(table.data as number[], [4, 2]), rows), tf.zeros([1])],
      indices,
    );
    await expect(compiled.run(Int32Array.of(0, index, 1))).rejects.toThrow(
      /indices element out of data bounds/,
    );
    const [found] = await compiled.run(Int32Array.of(0, 3, 1));
    expect(found?.[2]).toBe(Math.fround(table.data[6] as number));
    await compiled.dispose();
  });

  it('of scatterND as a vector name one row each', async () => {
    await expectSame(
      (indices, updates) => tf.scatterND(indices as tf.Tensor, updates as tf.Tensor, [5, 3]),
      [ints([3], [0, 4, 0]), floats([3, 3])],
    );
    await expectSame(
      (indices, updates) => tf.scatterND(indices as tf.Tensor, updates as tf.Tensor, [5, 2]),
      [ints([2], [1, 1]), floats([2, 2])],
    );
  });

  it('with negative batchDims', () =>
    expectSame(
      (x, indices) => tf.gather(x as tf.Tensor, indices as tf.Tensor, 1, -1),
      [floats([2, 3]), ints([2, 2], [1, 0, 0, 2])],
    ));

  it('of searchSorted, bincount, sparseToDense and tensorScatterUpdate', async () => {
    const sorted = float([1, 3, 3, 5, 0, 2, 4, 6], [2, 4]);
    const values = float([3, 0, 9, 4, 5, -1], [2, 3]);
    for (const side of ['left', 'right'] as const) {
      await expectSame((s, v) => tf.searchSorted(s as tf.Tensor, v as tf.Tensor, side), [sorted, values]);
    }
    const counted = ints([2, 4], [0, 2, 2, 9, 1, 1, 0, 3]);
    for (const isBinary of [false, true]) {
      await expectSame((x) => tf.denseBincount(x as tf.Tensor2D, [] as never, 4, isBinary), [counted]);
    }
    await expectSame(
      (x, weights) => tf.denseBincount(x as tf.Tensor2D, weights as tf.Tensor2D, 4),
      [counted, floats([2, 4])],
    );
    await expectSame(
      (at, updates) => tf.sparseToDense(at as tf.Tensor2D, updates as tf.Tensor1D, [3, 2], tf.scalar(7)),
      [ints([2, 2], [0, 1, 2, 0]), floats([2])],
    );
    await expectSame(
      (x, at, updates) => tf.tensorScatterUpdate(x as tf.Tensor, at as tf.Tensor, updates as tf.Tensor),
      [table, ints([2, 1], [3, 0]), floats([2, 2], { seed: 2 })],
    );
  });
});

describe('cumprod, diag and einsum', () => {
  it.each([
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ])('cumprod, exclusive %s, reversed %s', (exclusive, reverse) =>
    expectSame((x) => tf.cumprod(x as tf.Tensor, 1, exclusive, reverse), [floats([2, 7, 3], { scale: 2 })]),
  );

  it('diag', () => expectSame((x) => tf.diag(x as tf.Tensor), [float([NaN, Infinity, 3])]));

  it.each(['ij,jk->ik', 'bij,bkj->bik', 'ij->ji', 'ijk->i', 'i,j->ij'])('einsum %s', (equation) => {
    const shapes: Readonly<Record<string, readonly (readonly number[])[]>> = {
      'ij,jk->ik': [
        [2, 3],
        [3, 4],
      ],
      'bij,bkj->bik': [
        [2, 3, 4],
        [2, 5, 4],
      ],
      'ij->ji': [[2, 3]],
      'ijk->i': [[2, 3, 4]],
      'i,j->ij': [[2], [3]],
    };
    const samples = (shapes[equation] ?? []).map((shape) => floats(shape));
    return expectSame((...tensors) => tf.einsum(equation, ...tensors), samples, 1e-5);
  });
});

describe('shapes that do not fit', () => {
  const recordOf = (fn: (x: tf.Tensor) => tf.Tensor) => () =>
    record((x) => fn(x as tf.Tensor), tensorSpec([2, 3]));

  it('are refused while recording', () => {
    expect(recordOf((x) => tf.reverse(x, [2]))).toThrow(
      'axis 2: expected an integer from -2 to 1 for a tensor of rank 2',
    );
    expect(recordOf((x) => tf.expandDims(x, -4))).toThrow('axis -4');
    expect(recordOf((x) => tf.matMul(x, x))).toThrow(
      'BatchMatMul: expected matrices whose inner lengths agree, got [2,3] and [2,3]',
    );
    expect(recordOf((x) => tf.slice(x, [1, 1], [10, 10]))).toThrow('would overflow');
    expect(recordOf((x) => tf.stack([x, tf.zeros([3, 2])]))).toThrow('must match');
    expect(recordOf((x) => tf.fill([2], 'a' as never, 'string').as1D() && x)).toThrow(
      "string tensors can't be recorded",
    );
  });
});
