import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { kernels } from '../src/kernels/index.js';
import { float, runCompiled, runReference, type Sample, type TensorFunction } from './support.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

/** Kernels whose results with NaN the README says to differ from TensorFlow.js'. */
const listed = [...(/^- \*\*NaN\*\*.*$/m.exec(readme)?.[0] ?? '').matchAll(/`([A-Z]\w+)`/g)].map(
  ([, name]) => name as string,
);

const unary = [
  ...[
    'abs',
    'acos',
    'acosh',
    'asin',
    'asinh',
    'atan',
    'atanh',
    'ceil',
    'cos',
    'cosh',
    'elu',
    'erf',
    'exp',
    'expm1',
  ],
  ...[
    'floor',
    'isFinite',
    'isInf',
    'isNaN',
    'leakyRelu',
    'log',
    'log1p',
    'neg',
    'reciprocal',
    'relu',
    'relu6',
  ],
  ...[
    'round',
    'rsqrt',
    'selu',
    'sigmoid',
    'sign',
    'sin',
    'sinh',
    'softplus',
    'sqrt',
    'square',
    'step',
    'tan',
    'tanh',
  ],
  ...['softmax', 'logSoftmax', 'cumsum', 'cumprod', 'reverse'],
] as const;
const binary = [
  ...['add', 'atan2', 'div', 'equal', 'floorDiv', 'greater', 'greaterEqual', 'less', 'lessEqual', 'maximum'],
  ...['minimum', 'mod', 'mul', 'notEqual', 'pow', 'prelu', 'squaredDifference', 'sub'],
] as const;
const reductions = ['argMax', 'argMin', 'max', 'mean', 'min', 'prod', 'sum'] as const;

type Operation = (...inputs: unknown[]) => tf.Tensor;
const call = (name: string, ...inputs: unknown[]): tf.Tensor =>
  (tf as unknown as Record<string, Operation>)[name]?.(...inputs) as tf.Tensor;

const NUMBERS = [Number.NaN, 1.5, -0.5, Number.NaN, 0, 2];
const x = float(NUMBERS, [2, 3]);
const y = float([1, Number.NaN, -2, Number.NaN, 0.5, Number.NaN], [2, 3]);
const image = float(
  [1, Number.NaN, 2, -1, 0, 3, Number.NaN, Number.NaN, 5, 4, 1, 2, 7, 8, 0, 1],
  [1, 4, 4, 1],
);

const cases: [string, TensorFunction, readonly Sample[]][] = [
  ...unary.map((name): [string, TensorFunction, Sample[]] => [name, (a) => call(name, a), [x]]),
  ...binary.map((name): [string, TensorFunction, Sample[]] => [name, (a, b) => call(name, a, b), [x, y]]),
  ...reductions.map((name): [string, TensorFunction, Sample[]] => [name, (a) => call(name, a, 1), [x]]),
  ['cast', (a) => tf.cast(a as tf.Tensor, 'int32'), [x]],
  ['cast to bool', (a) => tf.cast(a as tf.Tensor, 'bool'), [x]],
  ['clipByValue', (a) => tf.clipByValue(a as tf.Tensor, -1, 1), [x]],
  ['where', (a, b) => tf.where(tf.greater(a as tf.Tensor, 0), a as tf.Tensor, b as tf.Tensor), [x, y]],
  ['topk', (a) => Object.values(tf.topk(a as tf.Tensor, 2)), [x]],
  ['maxPool', (a) => tf.maxPool(a as tf.Tensor4D, 2, 2, 'valid'), [image]],
  ['avgPool', (a) => tf.avgPool(a as tf.Tensor4D, 2, 2, 'valid'), [image]],
  ['maxPoolWithArgmax', (a) => Object.values(tf.maxPoolWithArgmax(a as tf.Tensor4D, 2, 2, 'valid')), [image]],
  [
    'maxPool gradient',
    (a) => tf.grad((b: tf.Tensor) => tf.maxPool(b as tf.Tensor4D, 2, 2, 'valid'))(a as tf.Tensor),
    [image],
  ],
  ['matMul', (a, b) => tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D, false, true), [x, y]],
  ['resizeBilinear', (a) => tf.image.resizeBilinear(a as tf.Tensor4D, [3, 3]), [image]],
  ['relu gradient', (a) => tf.grad((b: tf.Tensor) => tf.relu(b))(a as tf.Tensor), [x]],
  ['elu gradient', (a) => tf.grad((b: tf.Tensor) => tf.elu(b))(a as tf.Tensor), [x]],
  [
    'unsortedSegmentSum',
    (a) => tf.unsortedSegmentSum(a as tf.Tensor2D, tf.tensor1d([0, 0], 'int32'), 2),
    [x],
  ],
  ['batchNorm', (a) => tf.batchNorm(a as tf.Tensor2D, tf.tensor1d([0, 1, 2]), tf.tensor1d([1, 1, 1])), [x]],
];

/** Whether a compiled function gives other numbers than TensorFlow.js. */
async function differs(fn: TensorFunction, samples: readonly Sample[]): Promise<boolean> {
  const expected = runReference(fn, samples);
  const found = await runCompiled(fn, samples);
  return found.some(({ data }, at) =>
    data.some((element, index) => {
      const wanted = expected[at]?.data[index] as number;
      if (Object.is(element, wanted) || element === wanted) return false;
      return !(Math.abs(element - wanted) < 1e-5 * (1 + Math.abs(wanted)));
    }),
  );
}

it('is treated as TensorFlow.js does, but by the kernels that the README names', async () => {
  const different: string[] = [];
  for (const [name, fn, samples] of cases) {
    if (await differs(fn, samples)) different.push(`${name[0]?.toUpperCase()}${name.slice(1)}`);
  }
  expect(different.every((name) => name in kernels)).toBe(true);
  expect(different.sort()).toEqual(listed.sort());
});
