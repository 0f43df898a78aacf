import {
  backend_util,
  type DenseBincountAttrs,
  type GatherV2Attrs,
  type OneHotAttrs,
  type ScatterNdAttrs,
  type SearchSortedAttrs,
  type SparseToDenseAttrs,
  type UnsortedSegmentSumAttrs,
} from '@tensorflow/tfjs-core';
import { constantData, splat } from '../graph/constants.js';
import { createValue, type Value } from '../graph/graph.js';
import { add, binary, cast, compare, expand, multiply, scalarLike, where } from '../operators/elementwise.js';
import { concat, gather, iota, oneHot, reshape, slice } from '../operators/layout.js';
import { reduce } from '../operators/reduce.js';
import { scatterAdd, segmentSum } from '../operators/scatter.js';
import { resolveAxes, sizeOf } from '../tensors/shape.js';
import { elementType } from '../tensors/tree.js';
import { type Kernels, kernel } from './kernel.js';

/** `indices` with negative ones out of every range, so that ONNX Runtime refuses them instead of counting from the end. */
function refuseNegative(indices: Value): Value {
  const data = constantData(indices);
  if (data?.every((index) => index >= 0)) return indices;
  const isNegative = compare('Less', indices, scalarLike(0, indices));
  return where(isNegative, scalarLike(2 ** 31 - 1, indices), indices);
}

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
  const positions = cast(refuseNegative(indices), 'int64');
  return createValue({ operator: 'GatherND' }, [x, positions], { shape, type: x.type });
}

/** `indices` as `[N, depth]` and `updates` as `[N, ...inner]`; a vector of indices names one row each. */
function scattered(indices: Value, updates: Value, shape: readonly number[]) {
  const depth = indices.shape.length > 1 ? (indices.shape.at(-1) as number) : 1;
  const count = sizeOf(indices.shape) / Math.max(depth, 1);
  return {
    places: reshape(cast(refuseNegative(indices), 'int64'), [count, depth]),
    rows: reshape(updates, [count, ...shape.slice(depth)]),
  };
}

/** `target` with the places that `indices` name set to `updates`; which one stays is open where a place is named twice. */
function scatterUpdate(target: Value, indices: Value, updates: Value): Value {
  const { places, rows } = scattered(indices, updates, target.shape);
  return createValue({ operator: 'ScatterND' }, [target, places, rows], target);
}

interface Counted {
  readonly x: Value;
  readonly weights: Value;
}

/** For each row of `x`, how often or with what weight each number below `size` occurs: `[…, size]`. */
function countBins(x: Value, weights: Value, size: number, isBinary: boolean): Value {
  const rows = x.shape.length > 1 ? (x.shape[0] as number) : 1;
  const shape = [...x.shape.slice(0, -1), size];
  const length = sizeOf(x.shape) / rows;
  const isCounted = binary(
    'And',
    compare('GreaterOrEqual', x, scalarLike(0, x)),
    compare('Less', x, scalarLike(size, x)),
  );
  const starts = multiply(reshape(iota(rows, 'int32'), [rows, 1]), scalarLike(size, x));
  const bins = add(reshape(x, [rows, length]), starts);
  const ids = where(reshape(isCounted, [rows, length]), bins, scalarLike(-1, x));
  const isWeighted = sizeOf(weights.shape) > 0 && !isBinary;
  const ones = splat(1, [rows * length], weights.type);
  const counts = segmentSum(
    isWeighted ? reshape(weights, [rows * length]) : ones,
    reshape(ids, [rows * length]),
    rows * size,
  );
  const found = reshape(counts, shape);
  return isBinary ? cast(cast(found, 'bool'), weights.type) : found;
}

/** For each value the number of elements of its row that are `comparison` to it. */
function searchSorted(sequence: Value, values: Value, comparison: 'Less' | 'LessOrEqual'): Value {
  const [rows, length] = sequence.shape as readonly [number, number];
  const count = values.shape[1] as number;
  const isBefore = compare(
    comparison,
    reshape(sequence, [rows, 1, length]),
    reshape(values, [rows, count, 1]),
  );
  return reduce('ReduceSum', cast(isBefore, 'int32'), [2]);
}

/** The kernels of TensorFlow.js that read or write at positions given by a tensor. */
export const indexingKernels: Kernels = {
  Bincount: kernel(({ x, weights }: Counted, { size }: { size: number }) =>
    countBins(reshape(x, [sizeOf(x.shape)]), weights, size, false),
  ),
  DenseBincount: kernel(({ x, weights }: Counted, { size, binaryOutput }: DenseBincountAttrs) =>
    countBins(x, weights, size, binaryOutput ?? false),
  ),
  GatherNd: kernel(({ params, indices }: { params: Value; indices: Value }) => gatherNd(params, indices)),
  GatherV2: kernel(({ x, indices }: { x: Value; indices: Value }, { axis, batchDims = 0 }: GatherV2Attrs) => {
    const [position] = resolveAxes(axis, x.shape.length) as [number];
    const { collectGatherOpShapeInfo } = backend_util.segment_util;
    collectGatherOpShapeInfo(x as never, indices as never, position, batchDims);
    const shared = batchDims < 0 ? batchDims + indices.shape.length : batchDims;
    return gatherBatched(x, refuseNegative(cast(indices, 'int32')), position, shared);
  }),
  OneHot: kernel(({ indices }: { indices: Value }, { depth, onValue, offValue, dtype }: OneHotAttrs) => {
    const type = elementType(dtype ?? 'int32', 'OneHot');
    return oneHot(indices, depth, splat(onValue ?? 1, [], type), splat(offValue ?? 0, [], type));
  }),
  ScatterNd: kernel(({ indices, updates }: { indices: Value; updates: Value }, { shape }: ScatterNdAttrs) => {
    const { places, rows } = scattered(indices, updates, shape);
    return scatterAdd(splat(0, shape, updates.type), places, rows);
  }),
  SearchSorted: kernel(
    ({ sortedSequence, values }: { sortedSequence: Value; values: Value }, { side }: SearchSortedAttrs) =>
      searchSorted(sortedSequence, values, side === 'left' ? 'Less' : 'LessOrEqual'),
  ),
  SparseToDense: kernel(
    (
      {
        sparseIndices,
        sparseValues,
        defaultValue,
      }: Record<'sparseIndices' | 'sparseValues' | 'defaultValue', Value>,
      { outputShape }: SparseToDenseAttrs,
    ) => {
      const count = sizeOf(sparseIndices.shape) / Math.max(outputShape.length, 1);
      const places = reshape(sparseIndices, [count, outputShape.length]);
      return scatterUpdate(expand(defaultValue, outputShape), places, expand(sparseValues, [count]));
    },
  ),
  TensorScatterUpdate: kernel(
    ({ tensor, indices, updates }: Record<'tensor' | 'indices' | 'updates', Value>) =>
      scatterUpdate(tensor, indices, updates),
  ),
  UnsortedSegmentSum: kernel(
    ({ x, segmentIds }: { x: Value; segmentIds: Value }, { numSegments }: UnsortedSegmentSumAttrs) =>
      segmentSum(x, segmentIds, numSegments),
  ),
};
