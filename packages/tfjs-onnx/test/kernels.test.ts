import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, it } from 'vitest';
import {
  bools,
  expectSame,
  float,
  floats,
  gradientsOf,
  ints,
  type Sample,
  type TensorFunction,
} from './support.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const special = float([
  NaN,
  Infinity,
  -Infinity,
  0,
  -0,
  1,
  -1,
  0.5,
  -0.5,
  1.5,
  2.5,
  -2.5,
  100,
  -100,
  1e-6,
  -1e-6,
  3e38,
  7,
]);
const positive = floats([3, 4], { offset: 2.5 });
const unit = floats([3, 4], { scale: 0.9 });
const matrix = floats([3, 4]);

const unaryWithGradient = {
  abs: tf.abs,
  neg: tf.neg,
  exp: tf.exp,
  expm1: tf.expm1,
  sin: tf.sin,
  cos: tf.cos,
  tan: tf.tan,
  sinh: tf.sinh,
  cosh: tf.cosh,
  tanh: tf.tanh,
  sigmoid: tf.sigmoid,
  erf: tf.erf,
  relu: tf.relu,
  relu6: tf.relu6,
  elu: tf.elu,
  selu: tf.selu,
  softplus: tf.softplus,
  square: tf.square,
  atan: tf.atan,
  asinh: tf.asinh,
  sign: tf.sign,
  floor: tf.floor,
  ceil: tf.ceil,
  round: tf.round,
  step: tf.step,
  leakyRelu: (x: tf.Tensor) => tf.leakyRelu(x, 0.1),
  clipByValue: (x: tf.Tensor) => tf.clipByValue(x, -0.3, 0.4),
};
const unaryOfPositive = {
  log: tf.log,
  log1p: tf.log1p,
  sqrt: tf.sqrt,
  rsqrt: tf.rsqrt,
  reciprocal: tf.reciprocal,
  acosh: tf.acosh,
};
const unaryOfUnit = { asin: tf.asin, acos: tf.acos, atanh: tf.atanh, logSigmoid: tf.logSigmoid };

describe.each(Object.entries(unaryWithGradient))('%s', (_, fn) => {
  const apply: TensorFunction = (x) => fn(x as tf.Tensor);
  it('is as on the cpu backend', () => expectSame(apply, [matrix]));
  it('treats NaN, infinities and zeros as the cpu backend does', () => expectSame(apply, [special], 1e-5));
  it('has the same gradient', () => expectSame(gradientsOf(apply), [matrix], 1e-5));
});

describe.each(Object.entries(unaryOfPositive))('%s', (_, fn) => {
  it('is as on the cpu backend', () => expectSame((x) => fn(x as tf.Tensor), [positive]));
  it('treats NaN, infinities and zeros as the cpu backend does', () =>
    expectSame((x) => fn(x as tf.Tensor), [special], 1e-5));
  it('has the same gradient', () =>
    expectSame(
      gradientsOf((x) => fn(x as tf.Tensor)),
      [positive],
      1e-5,
    ));
});

describe.each(Object.entries(unaryOfUnit))('%s', (_, fn) => {
  it('is as on the cpu backend', () => expectSame((x) => fn(x as tf.Tensor), [unit]));
  it('has the same gradient', () =>
    expectSame(
      gradientsOf((x) => fn(x as tf.Tensor)),
      [unit],
      1e-5,
    ));
});

const arithmetic = {
  add: tf.add,
  sub: tf.sub,
  mul: tf.mul,
  div: tf.div,
  maximum: tf.maximum,
  minimum: tf.minimum,
  squaredDifference: tf.squaredDifference,
  atan2: tf.atan2,
};
const broadcasts: [Sample, Sample][] = [
  [matrix, floats([3, 4], { seed: 2 })],
  [matrix, floats([4], { seed: 2 })],
  [floats([3, 1]), floats([1, 4], { seed: 2 })],
  [floats([]), floats([2, 1, 3], { seed: 2 })],
  [floats([2, 3, 1, 5]), floats([3, 4, 1], { seed: 2 })],
];

const hasBroadcastGradient = (fn: unknown) =>
  fn !== tf.maximum && fn !== tf.minimum && fn !== tf.squaredDifference;

describe.each(Object.entries(arithmetic))('%s', (_, fn) => {
  const apply: TensorFunction = (a, b) => fn(a as tf.Tensor, b as tf.Tensor);
  it.each(broadcasts)('broadcasts as on the cpu backend (case %#)', (a, b) => expectSame(apply, [a, b]));
  it.each(broadcasts.filter(([a, b]) => hasBroadcastGradient(fn) || `${a.shape}` === `${b.shape}`))(
    'has the same gradients (case %#)',
    (a, b) => expectSame(gradientsOf(apply), [a, b], 1e-5),
  );
  it('treats NaN, infinities and zeros as the cpu backend does', () =>
    expectSame((x) => fn(tf.reshape(x as tf.Tensor, [-1, 1]), x as tf.Tensor), [special], 1e-5));
});

describe('powers and remainders', () => {
  const apply =
    (fn: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor): TensorFunction =>
    (a, b) =>
      fn(a as tf.Tensor, b as tf.Tensor);
  it('pow', () => expectSame(apply(tf.pow), [positive, floats([4], { scale: 2 })], 1e-5));
  it('pow has the same gradients', () =>
    expectSame(gradientsOf(apply(tf.pow)), [positive, floats([3, 4], { scale: 2 })], 1e-5));
  describe.each([0, 1, 2, 3, 0.5, -1, 1.5])('pow by the constant %d', (exponent) => {
    const power: TensorFunction = (x) => tf.pow(x as tf.Tensor, exponent);
    it('has the same value', () => expectSame(power, [positive], 1e-5));
    it('has the same gradient', () => expectSame(gradientsOf(power), [positive], 1e-5));
  });
  it('mod', () =>
    expectSame(apply(tf.mod), [float([5, -5, 5, -5, 5.5, 0, NaN]), float([3, 3, -3, -3, 2, 4, 1])]));
  it('floorDiv', () =>
    expectSame(apply(tf.floorDiv), [float([5, -5, 5, -5, 5.5, 1]), float([3, 3, -3, -3, 2, 0])]));
  it('int32 mod and floorDiv, zero divisors included', async () => {
    const inputs = [ints([6], [7, -7, 7, -7, 5, 0]), ints([6], [3, 3, -3, -3, 0, 2])];
    await expectSame(apply(tf.mod), inputs);
    await expectSame(apply(tf.floorDiv), inputs);
  });
  it('prelu and its gradients', async () => {
    await expectSame(apply(tf.prelu), [matrix, floats([4])]);
    await expectSame(gradientsOf(apply(tf.prelu)), [matrix, floats([4])], 1e-5);
  });
});

describe('int32 and bool', () => {
  const a = ints([2, 3], [1, -2, 3, 2147483647, 0, -7]);
  const b = ints([3], [2, -2, 3]);
  const [p, q] = [bools([4], [0, 0, 1, 1]), bools([4], [0, 1, 0, 1])];
  it.each(
    Object.entries({ add: tf.add, sub: tf.sub, mul: tf.mul, maximum: tf.maximum, minimum: tf.minimum }),
  )('int32 %s', (_, fn) =>
    expectSame((x, y) => fn(x as tf.Tensor, y as tf.Tensor), [ints([3], [5, -6, 7]), b]),
  );
  it.each(
    Object.entries({
      equal: tf.equal,
      notEqual: tf.notEqual,
      less: tf.less,
      lessEqual: tf.lessEqual,
      greater: tf.greater,
      greaterEqual: tf.greaterEqual,
    }),
  )('%s', async (_, fn) => {
    const apply: TensorFunction = (x, y) => fn(x as tf.Tensor, y as tf.Tensor);
    await expectSame(apply, [a, b]);
    await expectSame(apply, [float([1, NaN, Infinity]), float([[1], [NaN], [Infinity]].flat(), [3, 1])]);
    await expectSame(apply, [p, q]);
  });
  it.each(Object.entries({ logicalAnd: tf.logicalAnd, logicalOr: tf.logicalOr, logicalXor: tf.logicalXor }))(
    '%s',
    (_, fn) => expectSame((x, y) => fn(x as tf.Tensor, y as tf.Tensor), [p, q]),
  );
  it('logicalNot', () => expectSame((x) => tf.logicalNot(x as tf.Tensor), [p]));
  it('where with numbers', () =>
    expectSame(
      (c, x, y) => tf.where(c as tf.Tensor, x as tf.Tensor, y as tf.Tensor),
      [p, floats([4]), floats([3, 4], { seed: 3 })],
    ));
  it('where with bool values', () =>
    expectSame(
      (c, x, y) => tf.where(c as tf.Tensor, x as tf.Tensor, y as tf.Tensor),
      [p, q, bools([4], [1, 1, 0, 0])],
    ));
  it('where has the same gradients', () =>
    expectSame(
      gradientsOf((x, y) => tf.where(tf.tensor([true, false, true, false]), x as tf.Tensor, y as tf.Tensor)),
      [matrix, floats([3, 4], { seed: 2 })],
    ));
  it.each([
    ['float32', 'int32'],
    ['float32', 'bool'],
    ['int32', 'float32'],
    ['int32', 'bool'],
    ['bool', 'float32'],
    ['bool', 'int32'],
  ] as const)('casts %s to %s', (from, to) =>
    expectSame(
      (x) => tf.cast(x as tf.Tensor, to),
      [
        {
          ...float(
            from === 'float32'
              ? [0, -0.9, 1.9, 2, -3]
              : from === 'int32'
                ? [0, -3, 1, 2, 5]
                : [0, 1, 1, 0, 1],
          ),
          dtype: from,
        },
      ],
    ),
  );
  it('isNaN, isInf, isFinite', () =>
    expectSame(
      (x) => [tf.isNaN(x as tf.Tensor), tf.isInf(x as tf.Tensor), tf.isFinite(x as tf.Tensor)],
      [special],
    ));
  it('all and any', () =>
    expectSame(
      (x) => [
        tf.all(x as tf.Tensor, 1),
        tf.any(x as tf.Tensor, 1),
        tf.all(x as tf.Tensor),
        tf.any(x as tf.Tensor, 0, true),
      ],
      [bools([3, 2], [1, 1, 0, 1, 0, 0])],
    ));
  it('sums bool tensors as int32', () =>
    expectSame((x) => tf.sum(x as tf.Tensor, 0), [bools([3, 2], [1, 1, 0, 1, 0, 1])]));
});

describe('reductions', () => {
  const cube = floats([2, 3, 4]);
  const axes = [undefined, 0, 1, -1, [0, 2], [1, 2], [0, 1, 2]];
  it.each(Object.entries({ sum: tf.sum, mean: tf.mean, max: tf.max, min: tf.min, prod: tf.prod }))(
    '%s over any axes',
    async (_, fn) => {
      for (const axis of axes) {
        for (const keepDims of [false, true])
          await expectSame((x) => fn(x as tf.Tensor, axis, keepDims), [cube]);
      }
    },
  );
  it.each(Object.entries({ sum: tf.sum, mean: tf.mean, max: tf.max, min: tf.min, logSumExp: tf.logSumExp }))(
    '%s has the same gradient',
    async (_, fn) => {
      for (const axis of [undefined, 1, [0, 2]])
        await expectSame(
          gradientsOf((x) => fn(x as tf.Tensor, axis)),
          [cube],
          1e-5,
        );
    },
  );
  it.each(Object.entries({ sum: tf.sum, mean: tf.mean, max: tf.max, min: tf.min }))(
    '%s passes NaN and infinities on',
    (_, fn) =>
      expectSame((x) => fn(x as tf.Tensor, 1), [float([1, NaN, 2, Infinity, 1, 0, -Infinity, 5, 3], [3, 3])]),
  );
  it('int32 sum, max, min, prod', () =>
    expectSame(
      (x) => [
        tf.sum(x as tf.Tensor, 0),
        tf.max(x as tf.Tensor, 0),
        tf.min(x as tf.Tensor),
        tf.prod(x as tf.Tensor, 1),
      ],
      [ints([2, 3], [1, -2, 3, 4, 5, -6])],
    ));
  it('argMax and argMin take the first of equals', () =>
    expectSame(
      (x) => [tf.argMax(x as tf.Tensor, 1), tf.argMin(x as tf.Tensor, 0), tf.argMax(x as tf.Tensor, -1)],
      [float([1, 3, 3, 2, 0, 0, 5, 5, 5], [3, 3])],
    ));
  it('moments, with gradient', async () => {
    const fn: TensorFunction = (x) => {
      const { mean, variance } = tf.moments(x as tf.Tensor, -1, true);
      return tf.add(mean, variance);
    };
    await expectSame(fn, [cube]);
    await expectSame(gradientsOf(fn), [cube], 1e-5);
  });
  it('cumsum in every direction, with gradient', async () => {
    for (const exclusive of [false, true]) {
      for (const reverse of [false, true])
        await expectSame((x) => tf.cumsum(x as tf.Tensor, 1, exclusive, reverse), [cube]);
    }
    await expectSame(
      gradientsOf((x) => tf.cumsum(x as tf.Tensor, 2)),
      [cube],
      1e-5,
    );
  });
  it('topk', () =>
    expectSame(
      (x) => {
        const { values, indices } = tf.topk(x as tf.Tensor, 2);
        return [values, indices];
      },
      [cube],
    ));
  it('softmax and logSoftmax, with gradients', async () => {
    for (const fn of [tf.softmax, tf.logSoftmax]) {
      await expectSame((x) => fn(x as tf.Tensor), [floats([2, 3, 5], { scale: 9 })]);
      await expectSame(
        gradientsOf((x) => fn(x as tf.Tensor)),
        [floats([2, 3, 5], { scale: 3 })],
        1e-5,
      );
    }
  });
  it('softmax of −1e9 rows is uniform', () =>
    expectSame((x) => tf.softmax(x as tf.Tensor), [float([-1e9, -1e9, 0, -1e9], [2, 2])]));
});

describe('matrix products', () => {
  const shapes = {
    plain: [
      [3, 4],
      [4, 5],
    ],
    batched: [
      [2, 3, 4],
      [2, 4, 5],
    ],
    deep: [
      [2, 3, 4, 5],
      [2, 3, 5, 2],
    ],
    thin: [
      [1, 7],
      [7, 1],
    ],
  } as const;
  const swapped = (shape: readonly number[]) => [
    ...shape.slice(0, -2),
    shape.at(-1) as number,
    shape.at(-2) as number,
  ];
  describe.each(Object.entries(shapes))('%s', (_, [a, b]) => {
    it.each([
      [false, false],
      [false, true],
      [true, false],
      [true, true],
    ])('transposed %s, %s, with gradients', async (transposeA, transposeB) => {
      const inputs = [floats(transposeA ? swapped(a) : a), floats(transposeB ? swapped(b) : b, { seed: 2 })];
      const fn: TensorFunction = (x, y) => tf.matMul(x as tf.Tensor, y as tf.Tensor, transposeA, transposeB);
      await expectSame(fn, inputs);
      await expectSame(gradientsOf(fn), inputs, 1e-5);
    });
  });
  it('broadcasts leading axes', () =>
    expectSame((x, y) => tf.matMul(x as tf.Tensor, y as tf.Tensor), [floats([2, 3, 4]), floats([1, 4, 5])]));
  it('int32', () =>
    expectSame(
      (x, y) => tf.matMul(x as tf.Tensor, y as tf.Tensor, true),
      [ints([3, 2], [1, 2, 3, 4, 5, 6]), ints([3, 2], [1, -2, 3, 4, -5, 6])],
    ));
  it('dot and outer products', () =>
    expectSame(
      (x, y) => [tf.dot(x as tf.Tensor, y as tf.Tensor), tf.outerProduct(x as tf.Tensor1D, y as tf.Tensor1D)],
      [floats([5]), floats([5], { seed: 2 })],
    ));
  it('fused product, bias and activation', () =>
    expectSame(
      (a, b, bias) =>
        (['linear', 'relu', 'elu', 'sigmoid', 'relu6'] as const).map((activation) =>
          tf.fused.matMul({ a: a as tf.Tensor, b: b as tf.Tensor, bias: bias as tf.Tensor, activation }),
        ),
      [floats([3, 4]), floats([4, 5]), floats([5])],
    ));
});

describe('layout', () => {
  const cube = floats([2, 3, 4]);
  const layouts: Record<string, TensorFunction> = {
    transpose: (x) => tf.transpose(x as tf.Tensor, [2, 0, 1]),
    'transpose there and back': (x) => tf.transpose(tf.transpose(x as tf.Tensor, [1, 0, 2]), [1, 0, 2]),
    'identity transpose': (x) => tf.transpose(x as tf.Tensor, [0, 1, 2]),
    reshape: (x) => tf.reshape(x as tf.Tensor, [4, -1]),
    'reshape twice': (x) => tf.reshape(tf.reshape(x as tf.Tensor, [6, 4]), [3, 8]),
    expandDims: (x) => tf.expandDims(x as tf.Tensor, 1),
    squeeze: (x) => tf.squeeze(tf.expandDims(x as tf.Tensor, -1)),
    slice: (x) => tf.slice(x as tf.Tensor, [0, 1, 1], [2, 2, -1]),
    stridedSlice: (x) => tf.stridedSlice(x as tf.Tensor, [0, 2, 3], [2, 0, -5], [1, -1, -2]),
    concat: (x) => tf.concat([x as tf.Tensor, tf.neg(x as tf.Tensor)], 1),
    stack: (x) => tf.stack([x as tf.Tensor, tf.neg(x as tf.Tensor)], 2),
    split: (x) => tf.split(x as tf.Tensor, [1, 3], 2)[1] as tf.Tensor,
    unstack: (x) => tf.unstack(x as tf.Tensor, 1)[2] as tf.Tensor,
    pad: (x) =>
      tf.pad(
        x as tf.Tensor,
        [
          [1, 0],
          [0, 2],
          [0, 0],
        ],
        0.5,
      ),
    tile: (x) => tf.tile(x as tf.Tensor, [2, 1, 3]),
    'tile of length 1': (x) => tf.tile(tf.slice(x as tf.Tensor, [0, 0, 0], [2, 1, 4]), [1, 3, 1]),
    reverse: (x) => tf.reverse(x as tf.Tensor, [0, 2]),
    gather: (x) =>
      tf.gather(
        x as tf.Tensor,
        tf.tensor(
          [
            [2, 0],
            [1, 2],
          ],
          [2, 2],
          'int32',
        ),
        1,
      ),
  };
  describe.each(Object.entries(layouts))('%s', (_, fn) => {
    it('is as on the cpu backend', () => expectSame(fn, [cube]));
    if (fn === layouts.stridedSlice) return;
    it('has the same gradient', () => expectSame(gradientsOf(fn), [cube]));
  });
  it('broadcastTo', () => expectSame((x) => tf.broadcastTo(x as tf.Tensor, [2, 3, 4]), [floats([3, 1])]));
  it('mirrorPad', () =>
    expectSame(
      (x) => [
        tf.mirrorPad(
          x as tf.Tensor,
          [
            [0, 1],
            [2, 1],
            [1, 0],
          ],
          'reflect',
        ),
        tf.mirrorPad(
          x as tf.Tensor,
          [
            [0, 1],
            [2, 1],
            [1, 0],
          ],
          'symmetric',
        ),
      ],
      [cube],
    ));
  it('spaceToBatch, batchToSpace, depthToSpace', async () => {
    await expectSame(
      (x) =>
        tf.spaceToBatchND(
          x as tf.Tensor,
          [2, 2],
          [
            [0, 0],
            [1, 1],
          ],
        ),
      [floats([2, 4, 6, 3])],
    );
    await expectSame(
      (x) =>
        tf.batchToSpaceND(
          x as tf.Tensor,
          [2, 2],
          [
            [0, 0],
            [1, 0],
          ],
        ),
      [floats([8, 2, 3, 1])],
    );
    await expectSame((x) => tf.depthToSpace(x as tf.Tensor4D, 2, 'NHWC'), [floats([2, 2, 3, 8])]);
  });
  it('oneHot, also with ids out of range', () =>
    expectSame(
      (x) => [tf.oneHot(x as tf.Tensor, 4), tf.oneHot(x as tf.Tensor, 4, 5, 2, 'float32')],
      [ints([2, 3], [0, 3, 1, -1, 4, 2])],
    ));
  it('range, linspace, fill, eye, onesLike, zerosLike', () =>
    expectSame(
      (x) => [
        tf.range(5, 1, -2),
        tf.linspace(0, 1, 5),
        tf.fill([2, 2], 7, 'int32'),
        tf.eye(3),
        tf.onesLike(x as tf.Tensor),
        tf.zerosLike(x as tf.Tensor),
        tf.add(tf.ones([3, 4]), x as tf.Tensor),
      ],
      [matrix],
    ));
  it('tensors without elements', () =>
    expectSame(
      (x) => [
        tf.concat([x as tf.Tensor, tf.zeros([2, 3])]),
        tf.sum(x as tf.Tensor),
        tf.reshape(x as tf.Tensor, [3, 0]),
      ],
      [floats([0, 3])],
    ));
});

describe('indexed sums', () => {
  const ids = ints([5], [2, 0, 2, 2, 1]);
  it('unsortedSegmentSum adds rows of one id', () =>
    expectSame((x, s) => tf.unsortedSegmentSum(x as tf.Tensor, s as tf.Tensor1D, 4), [floats([5, 3]), ids]));
  it('unsortedSegmentSum leaves ids out of range out', () =>
    expectSame(
      (x, s) => tf.unsortedSegmentSum(x as tf.Tensor, s as tf.Tensor1D, 3),
      [floats([4, 2]), ints([4], [-1, 0, 3, 2])],
    ));
  it('gather has the same gradient, ids repeated', () =>
    expectSame(
      (x, s) =>
        tf.grad((table: tf.Tensor) => tf.sum(tf.square(tf.gather(table, s as tf.Tensor))))(x as tf.Tensor),
      [floats([4, 3]), ids],
      1e-5,
    ));
  it('gather with batchDims', () =>
    expectSame(
      (x, s) => tf.gather(x as tf.Tensor, s as tf.Tensor, 1, 1),
      [floats([2, 4, 3]), ints([2, 2], [3, 0, 1, 1])],
    ));
  it('gatherND and scatterND', () =>
    expectSame(
      (x, s) => [
        tf.gatherND(x as tf.Tensor, s as tf.Tensor),
        tf.scatterND(s as tf.Tensor, tf.slice(x as tf.Tensor, 0, 3), [4, 3]),
      ],
      [floats([4, 3]), ints([3, 1], [3, 1, 3])],
    ));
});
