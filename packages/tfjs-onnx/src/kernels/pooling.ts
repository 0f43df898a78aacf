import {
  type AvgPool3DAttrs,
  type AvgPoolAttrs,
  backend_util,
  type MaxPool3DAttrs,
  type MaxPoolAttrs,
  type MaxPoolWithArgmaxAttrs,
} from '@tensorflow/tfjs-core';
import { splat } from '../graph/constants.js';
import { createNode, createValue, type Value } from '../graph/graph.js';
import { add, binary, cast, compare, divide, multiply, scalarLike, where } from '../operators/elementwise.js';
import { pad, reshape, slice } from '../operators/layout.js';
import { scatterAdd } from '../operators/scatter.js';
import { sameShape, sizeOf } from '../tensors/shape.js';
import {
  channelsFirst,
  channelsLast,
  type Geometry,
  overhang,
  planeGeometry,
  volumeGeometry,
} from './geometry.js';
import { type Kernel, type Kernels, kernel, type X } from './kernel.js';

type Locate = (shape: readonly number[], attributes: unknown) => Geometry;

const planeWindows: Locate = (shape, attributes) => {
  const { filterSize, strides, pad, dimRoundingMode } = attributes as MaxPoolAttrs & AvgPoolAttrs;
  return planeGeometry(
    backend_util.computePool2DInfo(
      [...shape] as [number, number, number, number],
      filterSize,
      strides,
      1,
      pad,
      dimRoundingMode,
    ),
  );
};

const volumeWindows: Locate = (shape, attributes) => {
  const { filterSize, strides, pad, dimRoundingMode } = attributes as MaxPool3DAttrs & AvgPool3DAttrs;
  return volumeGeometry(
    backend_util.computePool3DInfo(
      [...shape] as [number, number, number, number, number],
      filterSize,
      strides,
      1,
      pad,
      dimRoundingMode,
    ),
  );
};

function windowAttributes(geometry: Geometry) {
  const { window, strides, before } = geometry;
  const pads = [...before, ...overhang(geometry).map((length) => Math.max(length, 0))];
  return { kernel_shape: window, strides, pads };
}

const pooledShape = (x: Value, { output }: Geometry): number[] => [...x.shape.slice(0, 2), ...output];

/** The largest element of each window of `x` `[N, C, …]`, and its position among all elements of `x`; the first one of equals. */
function maxPool(x: Value, geometry: Geometry): readonly [values: Value, positions: Value] {
  const shape = pooledShape(x, geometry);
  return createNode(
    { operator: 'MaxPool', attributes: windowAttributes(geometry) },
    [x],
    [
      { shape, type: 'float32' },
      { shape, type: 'int64' },
    ],
  ) as [Value, Value];
}

/** Whether the padding is narrower than the windows, as ONNX Runtime's pooling wants it. */
function hasNarrowPadding(geometry: Geometry): boolean {
  const after = overhang(geometry);
  return geometry.window.every(
    (length, axis) => Math.max(geometry.before[axis] as number, after[axis] as number) < length,
  );
}

/** `x` with wide padding written out as −∞, which never is the maximum. */
function withWidePadding(x: Value, geometry: Geometry) {
  const { input, before } = geometry;
  const none = before.map(() => 0);
  if (hasNarrowPadding(geometry)) return { x, geometry, before: none };
  const after = overhang(geometry).map((length) => Math.max(length, 0));
  const paddings = before.map((length, axis) => [length, after[axis] as number] as const);
  const padded = pad(x, [[0, 0], [0, 0], ...paddings], -Infinity);
  const lengths = input.map((_, axis) => padded.shape[axis + 2] as number);
  return { x: padded, geometry: { ...geometry, input: lengths, before: none }, before };
}

/** The number of elements in each window, padding left out, at least 1: `[…output]`. */
function windowSizes({ input, output, window, strides, before }: Geometry): Value {
  const sizes = output.map((length, axis) =>
    Array.from({ length }, (_, position) => {
      const start = position * (strides[axis] as number) - (before[axis] as number);
      const end = Math.min(start + (window[axis] as number), input[axis] as number);
      return Math.max(end - Math.max(start, 0), 0);
    }),
  );
  const products = sizes.reduce((all, along) => all.flatMap((size) => along.map((one) => size * one)), [1]);
  const data = Float32Array.from(products, (size) => Math.max(size, 1));
  return { shape: output, type: 'float32', source: { kind: 'constant', data } };
}

/** The mean of the elements of each window of `x` `[N, C, …]`; padding doesn't count, and nothing but padding is 0. */
function averagePool(x: Value, geometry: Geometry): Value {
  const shape = pooledShape(x, geometry);
  const attributes = windowAttributes(geometry);
  if (hasNarrowPadding(geometry)) {
    return createValue({ operator: 'AveragePool', attributes }, [x], { shape, type: 'float32' });
  }
  const { input, output, window } = geometry;
  const planes = sizeOf(x.shape.slice(0, 2));
  const sums = createValue(
    { operator: 'Conv', attributes },
    [reshape(x, [planes, 1, ...input]), splat(1, [1, 1, ...window], 'float32')],
    { shape: [planes, 1, ...output], type: 'float32' },
  );
  return reshape(divide(sums, windowSizes(geometry)), shape);
}

/**
 * The gradient of {@link averagePool} with respect to `x` `[N, C, …]`, from `dy`. As in TensorFlow.js,
 * each element of `dy` is shared by a whole window, also where a part of it is padding, which averages don't count.
 */
function averagePoolGradient(dy: Value, geometry: Geometry): Value {
  const [batch, channels] = dy.shape as readonly [number, number];
  const { input, output, window } = geometry;
  const after = overhang(geometry);
  const spread = createValue(
    {
      operator: 'ConvTranspose',
      attributes: {
        ...windowAttributes(geometry),
        output_padding: after.map((length) => Math.max(-length, 0)),
      },
    },
    [reshape(dy, [batch * channels, 1, ...output]), splat(1 / sizeOf(window), [1, 1, ...window], 'float32')],
    { shape: [batch * channels, 1, ...input], type: 'float32' },
  );
  return reshape(spread, [batch, channels, ...input]);
}

/** The gradient of {@link maxPool} with respect to `x` `[N, C, …]`: each element of `dy` goes to where the maximum was. */
function maxPoolGradient(x: Value, dy: Value, geometry: Geometry): Value {
  const roomy = withWidePadding(x, geometry);
  const [, positions] = maxPool(roomy.x, roomy.geometry);
  const count = sizeOf(dy.shape);
  const size = sizeOf(roomy.x.shape);
  const sum = scatterAdd(splat(0, [size], 'float32'), reshape(positions, [count, 1]), reshape(dy, [count]));
  const begin = [0, 0, ...roomy.before];
  return slice(reshape(sum, roomy.x.shape), begin, x.shape);
}

/** Positions among the elements of `[N, C, …]` as positions in one example of `[N, …, C]`, or in all of them. */
function lastChannelPositions(positions: Value, shape: readonly number[], includesBatch: boolean): Value {
  const [, channels, ...spatial] = shape as readonly [number, number, ...number[]];
  const cells = sizeOf(spatial);
  const by = (operator: string, value: Value, divisor: number) =>
    binary(operator, value, scalarLike(divisor, value));
  const inExample = by('Mod', positions, channels * cells);
  const place = add(
    multiply(by('Mod', inExample, cells), scalarLike(channels, positions)),
    by('Div', inExample, cells),
  );
  const start = by('Mul', by('Div', positions, channels * cells), channels * cells);
  return cast(includesBatch ? add(start, place) : place, 'int32');
}

const toOnnx = (x: Value): Value => channelsFirst(cast(x, 'float32'));

/** Windows of one element that are as many as the elements count as those, whatever padding and strides say, as in TensorFlow.js. */
const pool = (locate: Locate, compute: (x: Value, geometry: Geometry) => Value): Kernel =>
  kernel(({ x }: X, attributes: object) => {
    const geometry = locate(x.shape, attributes);
    const isIdentity = sizeOf(geometry.window) === 1 && sameShape(geometry.input, geometry.output);
    return isIdentity ? x : cast(channelsLast(compute(toOnnx(x), geometry)), x.type);
  });

const maxGradient = (locate: Locate): Kernel =>
  kernel(({ dy, input }: { dy: Value; input: Value }, attributes: object) =>
    channelsLast(maxPoolGradient(toOnnx(input), toOnnx(dy), locate(input.shape, attributes))),
  );

const averageGradient = (locate: Locate): Kernel =>
  kernel(({ dy, input }: { dy: Value; input: Value }, attributes: object) =>
    channelsLast(averagePoolGradient(toOnnx(dy), locate(input.shape, attributes))),
  );

function maximum(x: Value, geometry: Geometry): Value {
  const roomy = withWidePadding(x, geometry);
  return maxPool(roomy.x, roomy.geometry)[0];
}

/** The pooling kernels of TensorFlow.js and their gradients. */
export const poolingKernels: Kernels = {
  AvgPool: pool(planeWindows, averagePool),
  AvgPool3D: pool(volumeWindows, averagePool),
  AvgPool3DGrad: averageGradient(volumeWindows),
  AvgPoolGrad: averageGradient(planeWindows),
  MaxPool: pool(planeWindows, maximum),
  MaxPool3D: pool(volumeWindows, maximum),
  MaxPool3DGrad: maxGradient(volumeWindows),
  MaxPoolGrad: maxGradient(planeWindows),
  MaxPoolWithArgmax: kernel(({ x }: X, attributes: MaxPoolWithArgmaxAttrs) => {
    const value = toOnnx(x);
    const channelled = where(compare('Equal', value, value), value, scalarLike(-Infinity, value));
    const [values, positions] = maxPool(channelled, planeWindows(x.shape, attributes));
    const places = lastChannelPositions(positions, channelled.shape, attributes.includeBatchInIndex);
    return [cast(channelsLast(values), x.type), channelsLast(places)];
  }),
};
