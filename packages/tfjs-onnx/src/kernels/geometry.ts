import type { backend_util } from '@tensorflow/tfjs-core';
import type { Value } from '../graph/graph.js';
import { transpose } from '../operators/layout.js';

/** A window that moves over the spatial axes of a tensor; each list has one number per axis. */
export interface Geometry {
  readonly input: readonly number[];
  readonly output: readonly number[];
  readonly window: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** Padding before the first element of each axis. */
  readonly before: readonly number[];
}

/** The geometry of TensorFlow.js's convolution or pooling over height and width. */
export function planeGeometry(info: backend_util.Conv2DInfo): Geometry {
  return {
    input: [info.inHeight, info.inWidth],
    output: [info.outHeight, info.outWidth],
    window: [info.filterHeight, info.filterWidth],
    strides: [info.strideHeight, info.strideWidth],
    dilations: [info.dilationHeight, info.dilationWidth],
    before: [info.padInfo.top, info.padInfo.left],
  };
}

/** The geometry of TensorFlow.js's convolution or pooling over depth, height and width. */
export function volumeGeometry(info: backend_util.Conv3DInfo): Geometry {
  return {
    input: [info.inDepth, info.inHeight, info.inWidth],
    output: [info.outDepth, info.outHeight, info.outWidth],
    window: [info.filterDepth, info.filterHeight, info.filterWidth],
    strides: [info.strideDepth, info.strideHeight, info.strideWidth],
    dilations: [info.dilationDepth, info.dilationHeight, info.dilationWidth],
    before: [info.padInfo.front, info.padInfo.top, info.padInfo.left],
  };
}

/** How far the last window reaches beyond each axis: padding after its last element, negative where elements are left over. */
export function overhang({ input, output, window, strides, dilations, before }: Geometry): number[] {
  return input.map((length, axis) => {
    const at = (list: readonly number[]): number => list[axis] as number;
    return (at(output) - 1) * at(strides) + (at(window) - 1) * at(dilations) + 1 - at(before) - length;
  });
}

/** `[N, …spatial, C]` as `[N, C, …spatial]`, ONNX's order. */
export function channelsFirst(x: Value): Value {
  const rank = x.shape.length;
  return transpose(x, [0, rank - 1, ...Array.from({ length: rank - 2 }, (_, axis) => axis + 1)]);
}

/** `[N, C, …spatial]` as `[N, …spatial, C]`, TensorFlow.js's order. */
export function channelsLast(x: Value): Value {
  const rank = x.shape.length;
  return transpose(x, [0, ...Array.from({ length: rank - 2 }, (_, axis) => axis + 2), 1]);
}
