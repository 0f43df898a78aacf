import { type FillAttrs, type LinSpaceAttrs, type RangeAttrs, util } from '@tensorflow/tfjs-core';
import { createData, splat } from '../graph/constants.js';
import type { ElementType, Value } from '../graph/graph.js';
import { elementType } from '../tensors/tree.js';
import { type Kernels, kernel, type X } from './kernel.js';

function sequence(length: number, type: ElementType, element: (index: number) => number): Value {
  const data = createData(type, length) as Float32Array | Int32Array;
  return {
    shape: [length],
    type,
    source: { kind: 'constant', data: data.map((_, index) => element(index)) },
  };
}

function range({ start, stop, step, dtype }: RangeAttrs): Value {
  const stride = stop < start && step === 1 ? -1 : step;
  const isEmpty = start === stop || (start < stop && stride < 0) || (stop < start && stride > 1);
  const length = isEmpty ? 0 : Math.abs(Math.ceil((stop - start) / stride));
  return sequence(length, dtype, (index) => start + index * stride);
}

/** The kernels of TensorFlow.js that make constants. */
export const creationKernels: Kernels = {
  Fill: kernel((_, { shape, value, dtype }: FillAttrs) =>
    splat(value as number, shape, elementType(dtype ?? util.inferDtype(value), 'Fill')),
  ),
  LinSpace: kernel((_, { start, stop, num }: LinSpaceAttrs) =>
    sequence(num, 'float32', (index) => start + (index * (stop - start)) / Math.max(num - 1, 1)),
  ),
  OnesLike: kernel(({ x }: X) => splat(1, x.shape, x.type)),
  Range: kernel((_, attributes: RangeAttrs) => range(attributes)),
  ZerosLike: kernel(({ x }: X) => splat(0, x.shape, x.type)),
};
