import type {
  GatherV2Attrs,
  OneHotAttrs,
  ScatterNdAttrs,
  UnsortedSegmentSumAttrs,
} from '@tensorflow/tfjs-core';
import { splat } from '../constants.js';
import { createValue, type ElementType, type Value } from '../graph.js';
import { cast } from '../operators/elementwise.js';
import { concat, gather, oneHot, reshape, slice } from '../operators/layout.js';
import { scatterAdd, segmentSum } from '../operators/scatter.js';
import { resolveAxes, sizeOf } from '../shape.js';
import { type Kernels, kernel } from './kernel.js';

/** `x` gathered along `axis`; the first `batchDims` axes of `x` and `indices` belong together. */
function gatherBatched(x: Value, indices: Value, axis: number, batchDims: number): Value {
  if (batchDims === 0) return gather(x, indices, axis);
  const length = x.shape[0] as number;
  const part = (value: Value, position: number): Value =>
    reshape(
      slice(
        value,
        value.shape.map((_, index) => (index === 0 ? position : 0)),
        [1, ...value.shape.slice(1)],
      ),
      value.shape.slice(1),
    );
  const parts = Array.from({ length }, (_, position) =>
    gatherBatched(part(x, position), part(indices, position), axis - 1, batchDims - 1),
  );
  return concat(
    parts.map((one) => reshape(one, [1, ...one.shape])),
    0,
  );
}

function gatherNd(x: Value, indices: Value): Value {
  const depth = indices.shape.at(-1) as number;
  const shape = [...indices.shape.slice(0, -1), ...x.shape.slice(depth)];
  return createValue({ operator: 'GatherND' }, [x, cast(indices, 'int64')], { shape, type: x.type });
}

/** The kernels of TensorFlow.js that read or write at positions given by a tensor. */
export const indexingKernels: Kernels = {
  GatherNd: kernel(({ params, indices }: { params: Value; indices: Value }) => gatherNd(params, indices)),
  GatherV2: kernel(({ x, indices }: { x: Value; indices: Value }, { axis, batchDims }: GatherV2Attrs) => {
    const [position] = resolveAxes(axis, x.shape.length) as [number];
    return gatherBatched(x, cast(indices, 'int32'), position, batchDims ?? 0);
  }),
  OneHot: kernel(({ indices }: { indices: Value }, { depth, onValue, offValue, dtype }: OneHotAttrs) => {
    const type = (dtype ?? 'int32') as ElementType;
    return oneHot(indices, depth, splat(onValue ?? 1, [], type), splat(offValue ?? 0, [], type));
  }),
  ScatterNd: kernel(({ indices, updates }: { indices: Value; updates: Value }, { shape }: ScatterNdAttrs) => {
    const depth = indices.shape.at(-1) as number;
    const count = sizeOf(indices.shape.slice(0, -1));
    const rows = reshape(updates, [count, ...shape.slice(depth)]);
    return scatterAdd(splat(0, shape, updates.type), reshape(cast(indices, 'int64'), [count, depth]), rows);
  }),
  UnsortedSegmentSum: kernel(
    ({ x, segmentIds }: { x: Value; segmentIds: Value }, { numSegments }: UnsortedSegmentSumAttrs) =>
      segmentSum(x, segmentIds, numSegments),
  ),
};
