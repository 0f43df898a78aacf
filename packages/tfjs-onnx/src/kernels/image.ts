import {
  backend_util,
  type CropAndResizeAttrs,
  type ResizeBilinearAttrs,
  type RotateWithOffsetAttrs,
} from '@tensorflow/tfjs-core';
import type { Value } from '../graph/graph.js';
import {
  add,
  binary,
  cast,
  compare,
  expand,
  multiply,
  scalarLike,
  subtract,
  unary,
  where,
} from '../operators/elementwise.js';
import { concat, gather, iota, reshape, reverse, slice } from '../operators/layout.js';
import { matMul } from '../operators/matmul.js';
import { type Kernel, type Kernels, kernel } from './kernel.js';

type ResizeAttributes = Pick<ResizeBilinearAttrs, 'alignCorners' | 'halfPixelCenters' | 'size'>;

interface Images {
  readonly images: Value;
}

/** For each position of a resized axis, the two positions that it lies between and how near it is to the second, 0 … 1. */
interface Sampling {
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  readonly fraction: readonly number[];
}

function ratioOf(from: number, to: number, alignCorners: boolean): number {
  return alignCorners && to > 1 ? (from - 1) / (to - 1) : from / to;
}

function bilinearSampling(from: number, to: number, attributes: ResizeAttributes): Sampling {
  const { alignCorners, halfPixelCenters } = attributes;
  const ratio = ratioOf(from, to, alignCorners);
  const positions = Array.from({ length: to }, (_, index) =>
    halfPixelCenters ? ratio * (index + 0.5) - 0.5 : ratio * index,
  );
  const lower = positions.map((position) => Math.max(0, Math.floor(position)));
  return {
    lower,
    upper: positions.map((position) => Math.min(from - 1, Math.max(0, Math.ceil(position)))),
    fraction: positions.map((position, index) => Math.max(0, position - (lower[index] as number))),
  };
}

function nearestSampling(from: number, to: number, attributes: ResizeAttributes): Sampling {
  const { alignCorners, halfPixelCenters } = attributes;
  const ratio = ratioOf(from, to, alignCorners);
  const lower = Array.from({ length: to }, (_, index) => {
    const position = ratio * (halfPixelCenters ? index + 0.5 : index);
    return Math.min(from - 1, alignCorners ? Math.round(position) : Math.floor(position));
  });
  return { lower, upper: lower, fraction: lower.map(() => 0) };
}

type Sample = (from: number, to: number, attributes: ResizeAttributes) => Sampling;

function vector(elements: readonly number[], shape: readonly number[], type: 'float32' | 'int32'): Value {
  const data = type === 'float32' ? Float32Array.from(elements) : Int32Array.from(elements);
  return { shape, type, source: { kind: 'constant', data } };
}

/** `x` sampled along `axis`. */
function resample(x: Value, axis: number, { lower, upper, fraction }: Sampling): Value {
  const pick = (positions: readonly number[]): Value =>
    gather(x, vector(positions, [positions.length], 'int32'), axis);
  const first = pick(lower);
  if (fraction.every((one) => one === 0)) return first;
  const shape = x.shape.map((_, index) => (index === axis ? fraction.length : 1));
  return add(first, multiply(subtract(pick(upper), first), vector(fraction, shape, 'float32')));
}

/** The matrix `[length, samples]` that takes the gradient of a sampled axis to that of the axis. */
function samplingGradient(length: number, { lower, upper, fraction }: Sampling): Value {
  const samples = lower.length;
  const weights = new Float32Array(length * samples);
  lower.forEach((position, sample) => {
    const share = fraction[sample] as number;
    const place = (row: number): number => row * samples + sample;
    weights[place(position)] = (weights[place(position)] as number) + 1 - share;
    weights[place(upper[sample] as number)] = (weights[place(upper[sample] as number)] as number) + share;
  });
  return { shape: [length, samples], type: 'float32', source: { kind: 'constant', data: weights } };
}

const resize = (sample: Sample): Kernel =>
  kernel(({ images }: Images, attributes: ResizeAttributes) => {
    const [, height, width] = images.shape as [number, number, number, number];
    const [newHeight, newWidth] = attributes.size;
    const x = sample === bilinearSampling ? cast(images, 'float32') : images;
    const columns = resample(x, 2, sample(width, newWidth, attributes));
    return resample(columns, 1, sample(height, newHeight, attributes));
  });

const resizeGradient = (sample: Sample): Kernel =>
  kernel(({ images, dy }: Images & { dy: Value }, attributes: ResizeAttributes) => {
    const [batch, height, width, channels] = images.shape as [number, number, number, number];
    const [, newHeight, newWidth] = dy.shape as [number, number, number, number];
    const columns = matMul(samplingGradient(width, sample(width, newWidth, attributes)), dy);
    const flat = reshape(columns, [batch, newHeight, width * channels]);
    const rows = matMul(samplingGradient(height, sample(height, newHeight, attributes)), flat);
    return reshape(rows, images.shape);
  });

/** For each box and each sampled line along one axis of `length` pixels, its place between pixels: `[boxes, lines]`. */
function linesOf(first: Value, last: Value, lines: number, length: number): Value {
  const by = (x: Value, factor: number): Value => multiply(x, scalarLike(factor, x));
  if (lines === 1) return by(add(first, last), 0.5 * (length - 1));
  const distance = by(subtract(last, first), (length - 1) / (lines - 1));
  return add(by(first, length - 1), multiply(distance, reshape(iota(lines, 'float32'), [1, lines])));
}

interface CropInputs {
  readonly image: Value;
  readonly boxes: Value;
  readonly boxInd: Value;
}

/** Boxes `[n, 4]` (top, left, bottom, right in 0 … 1) of images, each resized to `cropSize`; lines outside are `extrapolationValue`. */
function cropAndResize(
  { image, boxes, boxInd }: CropInputs,
  { cropSize, method, extrapolationValue }: CropAndResizeAttrs,
): Value {
  const [batch, height, width, channels] = image.shape as [number, number, number, number];
  const [cropHeight, cropWidth] = cropSize;
  const count = boxes.shape[0] as number;
  const pixels = reshape(cast(image, 'float32'), [batch * height * width, channels]);
  const edge = (column: number): Value => slice(boxes, [0, column], [count, 1]);
  const axis = (first: number, lines: number, length: number, shape: readonly number[]) => {
    const place = linesOf(edge(first), edge(first + 2), lines, length);
    const end = scalarLike(length - 1, place);
    const isInside = binary(
      'And',
      compare('GreaterOrEqual', place, scalarLike(0, place)),
      compare('LessOrEqual', place, end),
    );
    const safe = where(isInside, place, scalarLike(0, place));
    const shaped = (value: Value): Value => reshape(value, [count, ...shape]);
    const lower = unary('Floor', safe);
    const rounded = unary('Floor', add(safe, scalarLike(0.5, safe)));
    return {
      isInside: shaped(isInside),
      lower: shaped(cast(method === 'bilinear' ? lower : rounded, 'int32')),
      upper: shaped(cast(unary('Ceil', safe), 'int32')),
      fraction: reshape(subtract(safe, lower), [count, ...shape, 1]),
    };
  };
  const rows = axis(0, cropHeight, height, [cropHeight, 1]);
  const columns = axis(1, cropWidth, width, [1, cropWidth]);
  const isImage = reshape(compare('Less', boxInd, scalarLike(batch, boxInd)), [count, 1, 1, 1]);
  const images = reshape(where(reshape(isImage, [count]), boxInd, scalarLike(0, boxInd)), [count, 1, 1]);
  const scaled = (x: Value, factor: number): Value => multiply(x, scalarLike(factor, x));
  const at = (row: Value, column: Value): Value =>
    gather(pixels, add(scaled(add(scaled(images, height), row), width), column), 0);
  const between = (a: Value, b: Value, fraction: Value): Value => add(a, multiply(subtract(b, a), fraction));
  const value =
    method === 'bilinear'
      ? between(
          between(at(rows.lower, columns.lower), at(rows.lower, columns.upper), columns.fraction),
          between(at(rows.upper, columns.lower), at(rows.upper, columns.upper), columns.fraction),
          rows.fraction,
        )
      : at(rows.lower, columns.lower);
  const isInside = reshape(binary('And', rows.isInside, columns.isInside), [count, cropHeight, cropWidth, 1]);
  const filled = where(isInside, value, scalarLike(extrapolationValue, value));
  return where(isImage, filled, scalarLike(0, value));
}

/** Each image turned about `center` to the nearest pixel; what comes from outside is `fillValue`, opaque where images have a fourth channel. */
function rotate(image: Value, { radians, fillValue, center }: RotateWithOffsetAttrs): Value {
  const [batch, height, width, channels] = image.shape as [number, number, number, number];
  const [centerX, centerY] = backend_util.getImageCenter(center, height, width);
  const [sine, cosine] = [Math.sin(radians), Math.cos(radians)];
  const outside = height * width;
  const sources = Array.from({ length: outside }, (_, pixel) => {
    const [x, y] = [(pixel % width) - centerX, Math.floor(pixel / width) - centerY];
    const column = Math.round(x * cosine - y * sine + centerX);
    const row = Math.round(x * sine + y * cosine + centerY);
    const isInside = column >= 0 && column < width && row >= 0 && row < height;
    return isInside ? row * width + column : outside;
  });
  const fill = Array.from({ length: channels }, (_, channel) => {
    if (typeof fillValue === 'number') return fillValue;
    return channel === 3 ? 255 : (fillValue[channel] as number);
  });
  const filled = cast(expand(vector(fill, [1, 1, channels], 'float32'), [batch, 1, channels]), image.type);
  const pixels = concat([reshape(image, [batch, outside, channels]), filled], 1);
  return reshape(gather(pixels, vector(sources, [outside], 'int32'), 1), image.shape);
}

/** The kernels of TensorFlow.js for images `[N, height, width, channels]`. */
export const imageKernels: Kernels = {
  CropAndResize: kernel(cropAndResize),
  FlipLeftRight: kernel(({ image }: { image: Value }) => reverse(image, [2])),
  ResizeBilinear: resize(bilinearSampling),
  ResizeBilinearGrad: resizeGradient(bilinearSampling),
  ResizeNearestNeighbor: resize(nearestSampling),
  ResizeNearestNeighborGrad: resizeGradient(nearestSampling),
  RotateWithOffset: kernel(({ image }: { image: Value }, attributes: RotateWithOffsetAttrs) =>
    rotate(image, attributes),
  ),
};
