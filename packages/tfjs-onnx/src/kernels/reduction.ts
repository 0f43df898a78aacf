import type {
  ArgMaxAttrs,
  CumprodAttrs,
  CumsumAttrs,
  LogSoftmaxAttrs,
  MaxAttrs,
  SoftmaxAttrs,
  SumAttrs,
  TopKAttrs,
} from '@tensorflow/tfjs-core';
import { int64Vector, splat } from '../graph/constants.js';
import { createNode, createValue, type Value } from '../graph/graph.js';
import { cast, compare, multiply, scalarLike, where } from '../operators/elementwise.js';
import { pad, slice } from '../operators/layout.js';
import { indexOfExtreme, reduce } from '../operators/reduce.js';
import { resolveAxes } from '../tensors/shape.js';
import { type Kernel, type Kernels, kernel, type X } from './kernel.js';

const reduction = (operator: string): Kernel =>
  kernel(({ x }: X, { axis, keepDims }: SumAttrs) => reduce(operator, x, axis, keepDims));

const logical = (operator: string): Kernel =>
  kernel(({ x }: X, { axis, keepDims }: SumAttrs) => {
    const isOfNothing = resolveAxes(axis, x.shape.length).some((one) => x.shape[one] === 0);
    return cast(reduce(operator, cast(x, isOfNothing ? 'bool' : 'int32'), axis, keepDims), 'bool');
  });

const extremeIndex = (operator: 'ArgMax' | 'ArgMin'): Kernel =>
  kernel(({ x }: X, { axis }: ArgMaxAttrs) => {
    const position = resolveAxes(axis, x.shape.length)[0] as number;
    return indexOfExtreme(operator, withoutNaN(x, operator === 'ArgMax' ? -Infinity : Infinity), position);
  });

/** `x` as numbers, with `element` in the place of each NaN, which ONNX Runtime would take for an extreme. */
function withoutNaN(x: Value, element: number): Value {
  if (x.type !== 'float32') return cast(x, 'int32');
  return where(compare('Equal', x, x), x, scalarLike(element, x));
}

const along = (operator: 'Softmax' | 'LogSoftmax', x: Value, axis: number): Value =>
  createValue(
    { operator, attributes: { axis: axis < 0 ? axis + x.shape.length : axis } },
    [cast(x, 'float32')],
    { shape: x.shape, type: 'float32' },
  );

/** The `k` largest elements of the last axis, sorted whether asked or not: equal elements keep their order that way. */
function topK(x: Value, k: number): readonly Value[] {
  const shape = [...x.shape.slice(0, -1), k];
  const [values, indices] = createNode(
    { operator: 'TopK', attributes: { axis: -1, largest: 1, sorted: 1 } },
    [x, int64Vector([k])],
    [
      { shape, type: x.type },
      { shape, type: 'int64' },
    ],
  ) as [Value, Value];
  return [values, cast(indices, 'int32')];
}

interface Accumulation {
  readonly axis: number;
  readonly isExclusive: boolean;
  readonly isReversed: boolean;
}

/** Products of all elements up to each one, in ⌈log₂ length⌉ multiplications of the whole by itself, shifted; ONNX has no operator for it. */
function cumulativeProduct(x: Value, { axis, isExclusive, isReversed }: Accumulation): Value {
  const length = x.shape[axis] as number;
  const shifted = (value: Value, distance: number): Value => {
    const kept = value.shape.map((other, index) => (index === axis ? length - distance : other));
    const begin = value.shape.map((_, index) => (index === axis && isReversed ? distance : 0));
    const room = isReversed ? ([0, distance] as const) : ([distance, 0] as const);
    const paddings = value.shape.map((_, index) => (index === axis ? room : ([0, 0] as const)));
    return pad(slice(value, begin, kept), paddings, 1);
  };
  let product = isExclusive ? shifted(x, 1) : x;
  for (let distance = 1; distance < length; distance *= 2) {
    product = multiply(product, shifted(product, distance));
  }
  return product;
}

/** The kernels of TensorFlow.js that reduce, accumulate, normalise or sort along axes. */
export const reductionKernels: Kernels = {
  All: logical('ReduceMin'),
  Any: logical('ReduceMax'),
  ArgMax: extremeIndex('ArgMax'),
  ArgMin: extremeIndex('ArgMin'),
  Cumprod: kernel(({ x }: X, { axis, exclusive, reverse }: CumprodAttrs) => {
    const position = resolveAxes(axis, x.shape.length)[0] as number;
    return cumulativeProduct(x, { axis: position, isExclusive: exclusive, isReversed: reverse });
  }),
  Cumsum: kernel(({ x }: X, { axis, exclusive, reverse }: CumsumAttrs) =>
    createValue(
      { operator: 'CumSum', attributes: { exclusive: exclusive ? 1 : 0, reverse: reverse ? 1 : 0 } },
      [x, splat(resolveAxes(axis, x.shape.length)[0] as number, [], 'int64')],
      x,
    ),
  ),
  LogSoftmax: kernel(({ logits }: { logits: Value }, { axis }: LogSoftmaxAttrs) =>
    along('LogSoftmax', logits, axis),
  ),
  Max: kernel(({ x }: X, { reductionIndices, keepDims }: MaxAttrs) =>
    reduce('ReduceMax', x, reductionIndices, keepDims),
  ),
  Mean: kernel(({ x }: X, { axis, keepDims }: SumAttrs) =>
    reduce('ReduceMean', cast(x, 'float32'), axis, keepDims),
  ),
  Min: reduction('ReduceMin'),
  Prod: reduction('ReduceProd'),
  Softmax: kernel(({ logits }: { logits: Value }, { dim }: SoftmaxAttrs) => along('Softmax', logits, dim)),
  Sum: reduction('ReduceSum'),
  TopK: kernel(({ x }: X, { k }: TopKAttrs) => topK(x, k)),
};
