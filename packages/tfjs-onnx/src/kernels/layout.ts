import {
  backend_util,
  type ConcatAttrs,
  type ExpandDimsAttrs,
  type MirrorPadAttrs,
  type PackAttrs,
  type PadV2Attrs,
  type ReshapeAttrs,
  type ReverseAttrs,
  type SliceAttrs,
  type SplitVAttrs,
  type StridedSliceAttrs,
  slice_util,
  type TileAttrs,
  type TransposeAttrs,
  type UnpackAttrs,
  util,
} from '@tensorflow/tfjs-core';
import type { Value } from '../graph/graph.js';
import { cast, compare, expand, scalarLike, truncate, where } from '../operators/elementwise.js';
import { concat, iota, pad, reshape, reverse, slice, split, tile, transpose } from '../operators/layout.js';
import { resolveAxes, sizeOf } from '../tensors/shape.js';
import { type Kernels, kernel, listed, type X } from './kernel.js';

const resolveAxis = (axis: number, rank: number): number => resolveAxes(axis, rank)[0] as number;

function inferShape(shape: readonly number[], size: number): number[] {
  const known = sizeOf(shape.filter((length) => length !== -1));
  return shape.map((length) => (length === -1 ? size / known : length));
}

function stridedSlice(x: Value, attributes: StridedSliceAttrs): Value {
  const { begin, end, strides, beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask } = attributes;
  const info = slice_util.sliceInfo(
    [...x.shape],
    begin,
    end,
    strides,
    beginMask,
    endMask,
    ellipsisMask,
    newAxisMask,
    shrinkAxisMask,
  );
  if (info.isIdentity) return reshape(x, info.finalShape);
  const size = slice_util
    .computeOutShape(info.begin, info.end, info.strides)
    .map((length) => Math.max(length, 0));
  return reshape(
    slice(x, info.begin, size, info.strides),
    info.finalShape.map((length) => Math.max(length, 0)),
  );
}

function spaceToBatch(
  x: Value,
  blockShape: readonly number[],
  paddings: readonly (readonly [number, number])[],
): Value {
  const rank = x.shape.length;
  const spatial = blockShape.length;
  const padded = pad(
    x,
    [[0, 0], ...paddings, ...Array.from({ length: rank - spatial - 1 }, () => [0, 0] as const)],
    0,
  );
  const [batch, ...others] = padded.shape as [number, ...number[]];
  const inner = others.slice(spatial);
  const cells = others.slice(0, spatial).map((length, axis) => length / (blockShape[axis] as number));
  const interleaved = reshape(padded, [
    batch,
    ...cells.flatMap((cell, axis) => [cell, blockShape[axis] as number]),
    ...inner,
  ]);
  const blockAxes = cells.map((_, axis) => 2 + 2 * axis);
  const cellAxes = cells.map((_, axis) => 1 + 2 * axis);
  const innerAxes = inner.map((_, axis) => 1 + 2 * spatial + axis);
  const ordered = transpose(interleaved, [...blockAxes, 0, ...cellAxes, ...innerAxes]);
  return reshape(ordered, [batch * sizeOf(blockShape), ...cells, ...inner]);
}

function batchToSpace(x: Value, blockShape: number[], crops: number[][]): Value {
  const shape = [...x.shape];
  const product = sizeOf(blockShape);
  const reshaped = backend_util.getReshaped(shape, blockShape, product);
  const permuted = backend_util.getPermuted(reshaped.length, blockShape.length);
  const joined = backend_util.getReshapedPermuted(shape, blockShape, product);
  const cropOf = (axis: number): number[] => crops[axis - 1] ?? [0, 0];
  const begin = joined.map((_, axis) => cropOf(axis)[0] as number);
  const size = joined.map(
    (length, axis) => length - (cropOf(axis)[0] as number) - (cropOf(axis)[1] as number),
  );
  return slice(reshape(transpose(reshape(x, reshaped), permuted), joined), begin, size);
}

function depthToSpace(x: Value, block: number, dataFormat: string): Value {
  const channelsLast = dataFormat === 'NHWC';
  const [batch, first, second, third] = x.shape as [number, number, number, number];
  const [height, width, depth] = channelsLast ? [first, second, third] : [second, third, first];
  const channels = depth / (block * block);
  const cells = channelsLast
    ? transpose(reshape(x, [batch, height, width, block, block, channels]), [0, 1, 3, 2, 4, 5])
    : transpose(reshape(x, [batch, block, block, channels, height, width]), [0, 3, 4, 1, 5, 2]);
  return reshape(
    cells,
    channelsLast
      ? [batch, height * block, width * block, channels]
      : [batch, channels, height * block, width * block],
  );
}

/** `reflect` leaves the border out, `symmetric` repeats it, which ONNX has no mode for. */
function mirrorPad(x: Value, paddings: readonly [number, number][], mode: MirrorPadAttrs['mode']): Value {
  if (mode === 'reflect') return pad(x, paddings, 0, 'reflect');
  return paddings.reduce((padded, [before, after], axis) => {
    const length = padded.shape[axis] as number;
    const part = (begin: number, size: number) =>
      slice(
        padded,
        padded.shape.map((_, index) => (index === axis ? begin : 0)),
        padded.shape.map((other, index) => (index === axis ? size : other)),
      );
    return concat(
      [reverse(part(0, before), [axis]), padded, reverse(part(length - after, after), [axis])],
      axis,
    );
  }, x);
}

/** The kernels of TensorFlow.js that move elements without computing. */
export const layoutKernels: Kernels = {
  BatchToSpaceND: kernel(({ x }: X, { blockShape, crops }: { blockShape: number[]; crops: number[][] }) =>
    batchToSpace(x, blockShape, crops),
  ),
  BroadcastTo: kernel(({ x }: X, { shape }: ReshapeAttrs) => expand(x, shape)),
  Cast: kernel(({ x }: X, { dtype }: { dtype: Value['type'] }) =>
    x.type === 'float32' && dtype === 'int32' ? truncate(x) : cast(x, dtype),
  ),
  Concat: kernel((inputs: Readonly<Record<string, Value>>, { axis }: ConcatAttrs) => {
    const parts = listed(inputs);
    const position = resolveAxis(axis, (parts[0] as Value).shape.length);
    backend_util.assertParamsConsistent(
      parts.map(({ shape }) => [...shape]),
      position,
    );
    return concat(parts, position);
  }),
  DepthToSpace: kernel(({ x }: X, { blockSize, dataFormat }: { blockSize: number; dataFormat: string }) =>
    depthToSpace(x, blockSize, dataFormat),
  ),
  Diag: kernel(({ x }: X) => {
    const size = sizeOf(x.shape);
    const rows = reshape(iota(size, 'int32'), [size, 1]);
    const isDiagonal = compare('Equal', rows, iota(size, 'int32'));
    const spread = where(isDiagonal, reshape(x, [size]), scalarLike(0, x));
    return reshape(spread, [...x.shape, ...x.shape]);
  }),
  ExpandDims: kernel(({ input }: { input: Value }, { dim }: ExpandDimsAttrs) => {
    const shape = [...input.shape];
    shape.splice(resolveAxis(dim, shape.length + 1), 0, 1);
    return reshape(input, shape);
  }),
  Identity: kernel(({ x }: X) => x),
  MirrorPad: kernel(({ x }: X, { paddings, mode }: MirrorPadAttrs) => mirrorPad(x, paddings, mode)),
  Pack: kernel((inputs: Readonly<Record<string, Value>>, { axis }: PackAttrs) => {
    const parts = listed(inputs);
    const shape = [...(parts[0] as Value).shape];
    for (const part of parts) util.assertShapesMatch(shape, [...part.shape], 'Pack: shapes differ: ');
    const position = resolveAxis(axis, shape.length + 1);
    shape.splice(position, 0, 1);
    return concat(
      parts.map((part) => reshape(part, shape)),
      position,
    );
  }),
  PadV2: kernel(({ x }: X, { paddings, constantValue }: PadV2Attrs) => pad(x, paddings, constantValue)),
  Reshape: kernel(({ x }: X, { shape }: ReshapeAttrs) => {
    const inferred = inferShape(shape, sizeOf(x.shape));
    if (sizeOf(inferred) === sizeOf(x.shape)) return reshape(x, inferred);
    throw new Error(`reshape: expected ${sizeOf(x.shape)} elements as in [${x.shape}], got [${inferred}]`);
  }),
  Reverse: kernel(({ x }: X, { dims }: ReverseAttrs) => reverse(x, resolveAxes(dims, x.shape.length))),
  Slice: kernel(({ x }: X, { begin, size }: SliceAttrs) => {
    const [start, lengths] = slice_util.parseSliceParams({ shape: [...x.shape] } as never, begin, size) as [
      number[],
      number[],
    ];
    slice_util.assertParamsValid({ shape: [...x.shape] } as never, start, lengths);
    return slice(x, start, lengths);
  }),
  SpaceToBatchND: kernel(
    ({ x }: X, { blockShape, paddings }: { blockShape: number[]; paddings: [number, number][] }) =>
      spaceToBatch(x, blockShape, paddings),
  ),
  SplitV: kernel(({ x }: X, { numOrSizeSplits, axis }: SplitVAttrs) => {
    const position = resolveAxis(axis, x.shape.length);
    const lengths = backend_util.prepareSplitSize(
      { shape: [...x.shape] } as never,
      numOrSizeSplits,
      position,
    );
    return split(x, lengths, position);
  }),
  StridedSlice: kernel(({ x }: X, attributes: StridedSliceAttrs) => stridedSlice(x, attributes)),
  Tile: kernel(({ x }: X, { reps }: TileAttrs) => tile(x, reps)),
  Transpose: kernel(({ x }: X, { perm }: TransposeAttrs) => transpose(x, perm)),
  Unpack: kernel(({ value }: { value: Value }, { axis }: UnpackAttrs) => {
    const position = resolveAxis(axis, value.shape.length);
    const length = value.shape[position] as number;
    const shape = value.shape.filter((_, index) => index !== position);
    const parts = split(
      value,
      Array.from({ length }, () => 1),
      position,
    );
    return parts.map((part) => reshape(part, shape));
  }),
};
