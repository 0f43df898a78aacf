import {
  backend_util,
  type Conv2DAttrs,
  type Conv2DBackpropFilterAttrs,
  type Conv2DBackpropInputAttrs,
  type Conv3DAttrs,
  type Conv3DBackpropFilterV2Attrs,
  type Conv3DBackpropInputV2Attrs,
  type DepthwiseConv2dNativeAttrs,
  type DepthwiseConv2dNativeBackpropFilterAttrs,
  type DepthwiseConv2dNativeBackpropInputAttrs,
  type FusedConv2DAttrs,
} from '@tensorflow/tfjs-core';
import { createValue, type Value } from '../graph/graph.js';
import { add, cast } from '../operators/elementwise.js';
import { reshape, slice, transpose } from '../operators/layout.js';
import { activate } from './activation.js';
import {
  channelsFirst,
  channelsLast,
  type Geometry,
  overhang,
  planeGeometry,
  volumeGeometry,
} from './geometry.js';
import { type Kernel, type Kernels, kernel } from './kernel.js';

type Shape4 = [number, number, number, number];
type Shape5 = [number, number, number, number, number];

/** Where the windows are, and in how many groups the channels are kept apart. */
interface Convolution {
  readonly geometry: Geometry;
  readonly groups: number;
}

/** A filter `[…window, C, M]` as ONNX's weights: `[M, C, …window]`, or `[C · M, 1, …window]` where each channel is a group. */
function weightsOf(filter: Value, groups: number): Value {
  const rank = filter.shape.length;
  const window = Array.from({ length: rank - 2 }, (_, axis) => axis);
  const [channels, multiplier] = filter.shape.slice(-2) as [number, number];
  if (groups === 1) return transpose(filter, [rank - 1, rank - 2, ...window]);
  const byChannel = transpose(filter, [rank - 2, rank - 1, ...window]);
  return reshape(byChannel, [channels * multiplier, 1, ...filter.shape.slice(0, -2)]);
}

/** The convolution of `x` `[N, C, …]`, with `[N, M, …]` as result. */
function convolve(x: Value, filter: Value, { geometry, groups }: Convolution): Value {
  const { window, strides, dilations, before, output } = geometry;
  const weights = weightsOf(filter, groups);
  const pads = [...before, ...overhang(geometry).map((length) => Math.max(length, 0))];
  return createValue(
    { operator: 'Conv', attributes: { kernel_shape: window, strides, dilations, pads, group: groups } },
    [x, weights],
    { shape: [x.shape[0] as number, weights.shape[0] as number, ...output], type: 'float32' },
  );
}

/** The gradient of {@link convolve} with respect to `x`, from `dy` `[N, M, …]`. */
function inputGradient(dy: Value, filter: Value, { geometry, groups }: Convolution): Value {
  const { window, strides, dilations, before, input, output } = geometry;
  const weights = weightsOf(filter, groups);
  const after = overhang(geometry);
  const used = slice(
    dy,
    dy.shape.map(() => 0),
    [...dy.shape.slice(0, 2), ...output],
  );
  return createValue(
    {
      operator: 'ConvTranspose',
      attributes: {
        kernel_shape: window,
        strides,
        dilations,
        pads: [...before, ...after.map((length) => Math.max(length, 0))],
        output_padding: after.map((length) => Math.max(-length, 0)),
        group: groups,
      },
    },
    [used, weights],
    { shape: [dy.shape[0] as number, filter.shape.at(-2) as number, ...input], type: 'float32' },
  );
}

/**
 * The gradient of {@link convolve} with respect to the filter: a convolution of `x` with `dy` as filter,
 * where examples are summed as channels are, and strides and dilations change places.
 */
function filterGradient(
  x: Value,
  dy: Value,
  { geometry, groups }: Convolution,
  filterShape: readonly number[],
): Value {
  const { window, strides, dilations, before, input, output } = geometry;
  const [batch, channels] = x.shape as readonly [number, number];
  const outputs = dy.shape[1] as number;
  const after = overhang(geometry);
  const read = input.map((length, axis) => length + Math.min(after[axis] as number, 0));
  const cropped = slice(
    x,
    x.shape.map(() => 0),
    [batch, channels, ...read],
  );
  const exampleFirst = [1, 0, ...input.map((_, axis) => axis + 2)];
  const images = transpose(cropped, exampleFirst);
  const grouped = groups === 1 ? images : reshape(images, [1, channels * batch, ...read]);
  const gradient = createValue(
    {
      operator: 'Conv',
      attributes: {
        kernel_shape: output,
        strides: dilations,
        dilations: strides,
        pads: [...before, ...after.map((length) => Math.max(length, 0))],
        group: groups,
      },
    },
    [grouped, transpose(dy, exampleFirst)],
    { shape: [grouped.shape[0] as number, outputs, ...window], type: 'float32' },
  );
  const spatial = window.map((_, axis) => axis + 2);
  const byChannel = groups === 1 ? gradient : reshape(gradient, [channels, outputs / channels, ...window]);
  return reshape(transpose(byChannel, [...spatial, 0, 1]), filterShape);
}

interface FilteredInputs {
  readonly x: Value;
  readonly filter: Value;
  readonly bias?: Value;
  readonly preluActivationWeights?: Value;
}

type PlaneAttributes = Pick<Conv2DAttrs, 'strides' | 'pad'> &
  Partial<Pick<Conv2DAttrs, 'dataFormat' | 'dilations' | 'dimRoundingMode'>>;

const asFloat = (x: Value): Value => cast(x, 'float32');

/** The convolution over height and width that TensorFlow.js's shapes and attributes describe. */
function planeConvolution(
  xShape: readonly number[],
  filterShape: readonly number[],
  { strides, pad, dilations, dimRoundingMode, dataFormat }: PlaneAttributes,
  isDepthwise: boolean,
): Convolution {
  const info = backend_util.computeConv2DInfo(
    [...xShape] as Shape4,
    [...filterShape] as Shape4,
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
    isDepthwise,
    backend_util.convertConv2DDataFormat(dataFormat ?? 'NHWC'),
  );
  return { geometry: planeGeometry(info), groups: isDepthwise ? info.inChannels : 1 };
}

const toOnnx = (x: Value, dataFormat?: string): Value =>
  dataFormat === 'NCHW' ? asFloat(x) : channelsFirst(asFloat(x));

const fromOnnx = (x: Value, dataFormat?: string): Value => (dataFormat === 'NCHW' ? x : channelsLast(x));

/** A bias or slope for each channel, in the place of the channels. */
function perChannel(value: Value, dataFormat?: string): Value {
  return dataFormat === 'NCHW' && value.shape.length === 1
    ? reshape(value, [value.shape[0] as number, 1, 1])
    : value;
}

function planeKernel(isDepthwise: boolean): Kernel {
  return kernel(
    ({ x, filter, bias, preluActivationWeights }: FilteredInputs, attributes: Partial<FusedConv2DAttrs>) => {
      const { dataFormat, activation, leakyreluAlpha } = attributes;
      const convolution = planeConvolution(
        x.shape,
        filter.shape,
        attributes as Conv2DAttrs & DepthwiseConv2dNativeAttrs,
        isDepthwise,
      );
      const y = fromOnnx(convolve(toOnnx(x, dataFormat), asFloat(filter), convolution), dataFormat);
      const shifted = bias === undefined ? y : add(y, perChannel(bias, dataFormat));
      const slopes = preluActivationWeights && perChannel(preluActivationWeights, dataFormat);
      return activate(shifted, activation, slopes, leakyreluAlpha);
    },
  );
}

function planeInputGradient(isDepthwise: boolean): Kernel {
  return kernel(
    (
      { dy, filter }: { dy: Value; filter: Value },
      attributes: Conv2DBackpropInputAttrs & DepthwiseConv2dNativeBackpropInputAttrs,
    ) => {
      const { inputShape, dataFormat } = attributes;
      const convolution = planeConvolution(inputShape, filter.shape, attributes, isDepthwise);
      return fromOnnx(inputGradient(toOnnx(dy, dataFormat), asFloat(filter), convolution), dataFormat);
    },
  );
}

function planeFilterGradient(isDepthwise: boolean): Kernel {
  return kernel(
    (
      { x, dy }: { x: Value; dy: Value },
      attributes: Conv2DBackpropFilterAttrs & DepthwiseConv2dNativeBackpropFilterAttrs,
    ) => {
      const { filterShape, dataFormat } = attributes;
      const convolution = planeConvolution(x.shape, filterShape, attributes, isDepthwise);
      return filterGradient(toOnnx(x, dataFormat), toOnnx(dy, dataFormat), convolution, filterShape);
    },
  );
}

/** The convolution over depth, height and width that TensorFlow.js's shapes and attributes describe. */
function volumeConvolution(
  xShape: readonly number[],
  filterShape: readonly number[],
  { strides, pad, dilations }: Pick<Conv3DAttrs, 'strides' | 'pad'> & Partial<Conv3DAttrs>,
): Convolution {
  const info = backend_util.computeConv3DInfo(
    [...xShape] as Shape5,
    [...filterShape] as Shape5,
    strides,
    dilations ?? 1,
    pad,
  );
  return { geometry: volumeGeometry(info), groups: 1 };
}

/** The convolutions of TensorFlow.js and their gradients. */
export const convolutionKernels: Kernels = {
  Conv2D: planeKernel(false),
  Conv2DBackpropFilter: planeFilterGradient(false),
  Conv2DBackpropInput: planeInputGradient(false),
  Conv3D: kernel(({ x, filter }: FilteredInputs, attributes: Conv3DAttrs) =>
    channelsLast(convolve(toOnnx(x), asFloat(filter), volumeConvolution(x.shape, filter.shape, attributes))),
  ),
  Conv3DBackpropFilterV2: kernel(
    ({ x, dy }: { x: Value; dy: Value }, attributes: Conv3DBackpropFilterV2Attrs) => {
      const { filterShape } = attributes;
      const convolution = volumeConvolution(x.shape, filterShape, attributes);
      return filterGradient(toOnnx(x), toOnnx(dy), convolution, filterShape);
    },
  ),
  Conv3DBackpropInputV2: kernel(
    ({ dy, filter }: { dy: Value; filter: Value }, attributes: Conv3DBackpropInputV2Attrs) => {
      const convolution = volumeConvolution(attributes.inputShape, filter.shape, attributes);
      return channelsLast(inputGradient(toOnnx(dy), asFloat(filter), convolution));
    },
  ),
  DepthwiseConv2dNative: planeKernel(true),
  DepthwiseConv2dNativeBackpropFilter: planeFilterGradient(true),
  DepthwiseConv2dNativeBackpropInput: planeInputGradient(true),
  FusedConv2D: planeKernel(false),
  FusedDepthwiseConv2D: planeKernel(true),
};
