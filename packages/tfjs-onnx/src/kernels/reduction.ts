import type {
  ArgMaxAttrs,
  CumsumAttrs,
  LogSoftmaxAttrs,
  MaxAttrs,
  SoftmaxAttrs,
  SumAttrs,
  TopKAttrs,
} from '@tensorflow/tfjs-core';
import { int64Vector, splat } from '../constants.js';
import { createNode, createValue, type Value } from '../graph.js';
import { cast } from '../operators/elementwise.js';
import { indexOfExtreme, reduce } from '../operators/reduce.js';
import { resolveAxes } from '../shape.js';
import { type Kernel, type Kernels, kernel, type X } from './kernel.js';

const reduction = (operator: string): Kernel =>
  kernel(({ x }: X, { axis, keepDims }: SumAttrs) => reduce(operator, x, axis, keepDims));

const logical = (operator: string): Kernel =>
  kernel(({ x }: X, { axis, keepDims }: SumAttrs) =>
    cast(reduce(operator, cast(x, 'int32'), axis, keepDims), 'bool'),
  );

const extremeIndex = (operator: 'ArgMax' | 'ArgMin'): Kernel =>
  kernel(({ x }: X, { axis }: ArgMaxAttrs) =>
    indexOfExtreme(operator, x, resolveAxes(axis, x.shape.length)[0] as number),
  );

const along = (operator: 'Softmax' | 'LogSoftmax', x: Value, axis: number): Value =>
  createValue(
    { operator, attributes: { axis: axis < 0 ? axis + x.shape.length : axis } },
    [cast(x, 'float32')],
    { shape: x.shape, type: 'float32' },
  );

function topK(x: Value, k: number, sorted: boolean): readonly Value[] {
  const shape = [...x.shape.slice(0, -1), k];
  const [values, indices] = createNode(
    { operator: 'TopK', attributes: { axis: -1, largest: 1, sorted: sorted ? 1 : 0 } },
    [x, int64Vector([k])],
    [
      { shape, type: x.type },
      { shape, type: 'int64' },
    ],
  ) as [Value, Value];
  return [values, cast(indices, 'int32')];
}

/** The kernels of TensorFlow.js that reduce, accumulate, normalise or sort along axes. */
export const reductionKernels: Kernels = {
  All: logical('ReduceMin'),
  Any: logical('ReduceMax'),
  ArgMax: extremeIndex('ArgMax'),
  ArgMin: extremeIndex('ArgMin'),
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
  TopK: kernel(({ x }: X, { k, sorted }: TopKAttrs) => topK(x, k, sorted)),
};
