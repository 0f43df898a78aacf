import type { RandomStream } from '@better-attention/random';
import {
  add,
  matMul,
  reshape,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor,
  zeros,
} from '@tensorflow/tfjs-core';

/** A linear map of the last axis: `kernel` `[inputs, outputs]`, `bias` `[outputs]`. */
export type DenseParameters = { readonly kernel: Tensor2D; readonly bias?: Tensor1D };

/** Widths of a linear map and whether it adds a bias (default true). */
export interface DenseOptions {
  readonly inputs: number;
  readonly outputs: number;
  readonly useBias?: boolean;
}

/**
 * Numbers drawn uniformly from ±√(6 / (fan in + fan out)), the fans being the last two axes of `shape`.
 *
 * Source: Glorot, Bengio (2010), “Understanding the difficulty of training deep feedforward neural networks”, eq. 16.
 */
export function glorotUniform(random: RandomStream, shape: readonly number[]): Tensor {
  return tensor(glorotValues(random, shape), [...shape]);
}

/** The numbers of {@link glorotUniform}. */
export function glorotValues(random: RandomStream, shape: readonly number[]): Float32Array {
  const [inputs, outputs] = shape.slice(-2) as [number, number];
  return uniformValues(random, shape, Math.sqrt(6 / (inputs + outputs)));
}

/** Numbers drawn uniformly from ±`limit`. */
export function uniform(random: RandomStream, shape: readonly number[], limit: number): Tensor {
  return tensor(uniformValues(random, shape, limit), [...shape]);
}

function uniformValues(random: RandomStream, shape: readonly number[], limit: number): Float32Array {
  const size = shape.reduce((product, length) => product * length, 1);
  const values = new Float32Array(size);
  const words = random.fill(new Uint32Array(values.buffer));
  for (let at = 0; at < size; at++) values[at] = ((words[at] as number) * 2 ** -31 - 1) * limit;
  return values;
}

/** A Glorot-uniform kernel and a bias of zeros. */
export function initDense(
  random: RandomStream,
  { inputs, outputs, useBias = true }: DenseOptions,
): DenseParameters {
  const kernel = glorotUniform(random, [inputs, outputs]) as Tensor2D;
  return useBias ? { kernel, bias: zeros([outputs]) } : { kernel };
}

/** `x · kernel + bias` over the last axis, as one product of two matrices: `[…, inputs]` → `[…, outputs]`. */
export function dense(x: Tensor, { kernel, bias }: DenseParameters): Tensor {
  const [inputs, outputs] = kernel.shape;
  const product = matMul(reshape(x, [-1, inputs]), kernel);
  return reshape(bias === undefined ? product : add(product, bias), [...x.shape.slice(0, -1), outputs]);
}

/** How many numbers {@link initDense} makes. */
export function denseParameterCount({ inputs, outputs, useBias = true }: DenseOptions): number {
  return inputs * outputs + (useBias ? outputs : 0);
}
