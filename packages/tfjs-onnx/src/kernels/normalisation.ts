import type { FusedBatchNormAttrs, LRNAttrs } from '@tensorflow/tfjs-core';
import type { Value } from '../graph/graph.js';
import { add, binary, multiply, scalarLike, subtract, unary } from '../operators/elementwise.js';
import { pad, slice } from '../operators/layout.js';
import { type Kernels, kernel, type X } from './kernel.js';

interface BatchNormInputs {
  readonly x: Value;
  readonly mean: Value;
  readonly variance: Value;
  readonly scale?: Value;
  readonly offset?: Value;
}

function batchNormalise(
  { x, mean, variance, scale, offset }: BatchNormInputs,
  { varianceEpsilon }: FusedBatchNormAttrs,
): Value {
  const deviation = unary('Sqrt', add(variance, scalarLike(varianceEpsilon, variance)));
  const inverse = unary('Reciprocal', deviation);
  const scaled = multiply(subtract(x, mean), scale === undefined ? inverse : multiply(inverse, scale));
  return offset === undefined ? scaled : add(scaled, offset);
}

/** For each channel, the last axis, the sum over it and its neighbours up to `radius` away. */
function sumNeighbours(x: Value, radius: number): Value {
  const axis = x.shape.length - 1;
  const padded = pad(
    x,
    x.shape.map((_, index) => (index === axis ? ([radius, radius] as const) : ([0, 0] as const))),
    0,
  );
  const shifted = (offset: number): Value =>
    slice(
      padded,
      x.shape.map((_, index) => (index === axis ? offset : 0)),
      x.shape,
    );
  return Array.from({ length: 2 * radius + 1 }, (_, offset) => shifted(offset)).reduce(add);
}

/** bias + alpha · Σ x² over the neighbouring channels. */
function neighbourhood(x: Value, { depthRadius, bias, alpha }: LRNAttrs): Value {
  const energy = sumNeighbours(multiply(x, x), depthRadius);
  return add(multiply(energy, scalarLike(alpha, x)), scalarLike(bias, x));
}

const power = (x: Value, exponent: number): Value => binary('Pow', x, scalarLike(exponent, x));

/** The normalising kernels of TensorFlow.js. */
export const normalisationKernels: Kernels = {
  FusedBatchNorm: kernel(batchNormalise),
  LRN: kernel(({ x }: X, attributes: LRNAttrs) =>
    multiply(x, power(neighbourhood(x, attributes), -attributes.beta)),
  ),
  LRNGrad: kernel(({ x, y, dy }: { x: Value; y: Value; dy: Value }, attributes: LRNAttrs) => {
    const { depthRadius, alpha, beta } = attributes;
    const norm = neighbourhood(x, attributes);
    const crossed = sumNeighbours(binary('Div', multiply(dy, y), norm), depthRadius);
    const indirect = multiply(multiply(x, crossed), scalarLike(2 * alpha * beta, x));
    return subtract(multiply(dy, power(norm, -beta)), indirect);
  }),
};
