import {
  add,
  matMul,
  mul,
  reshape,
  type Tensor1D,
  type Tensor2D,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import type { DenseParameters } from '../math/dense.js';
import type { EfficientParameters } from '../mechanisms/efficient.js';
import type { OptimisedParameters } from '../mechanisms/optimised.js';
import type { StandardParameters } from '../mechanisms/standard.js';

/**
 * Optimised attention with the outputs of a standard one, for one head and without dropout of weights:
 *
 *     S (V W^V + b^V) W^O + b^O = S V (W^V W^O) + (b^V W^O + b^O)
 *
 * as the rows of S sum to 1. With more heads the values are slices and no such parameters exist.
 *
 * @returns parameters that share the tensors of query and key
 */
export function standardToOptimised({ query, key, value, output }: StandardParameters): OptimisedParameters {
  return { query, key, output: tidy(() => following(value, output)) };
}

/**
 * Efficient attention with the outputs of an optimised one, for one head:
 *
 *     (Q W^Q + b^Q) (K W^K + b^K)ᵀ = (Q (W^Q W^Kᵀ) + b^Q W^Kᵀ) Kᵀ + (Q W^Q + b^Q) b^Kᵀ
 *
 * The last term is the same for all keys of a query, so the softmax over the keys cancels it: `b^K` is dropped. Where the
 * width Dk of keys isn't D, `W^Q` and `b^Q` are first multiplied by `√(D / Dk)`, as scores are divided by √Dk there and √D here.
 *
 * @returns parameters that share the tensors of output
 */
export function optimisedToEfficient({ query, key, output }: OptimisedParameters): EfficientParameters {
  const [modelWidth, keyWidth] = key.kernel.shape;
  const toKeys = () => following(query, { kernel: transpose(key.kernel) });
  return {
    query: tidy(() =>
      keyWidth === modelWidth ? toKeys() : scaled(toKeys(), Math.sqrt(modelWidth / keyWidth)),
    ),
    output,
  };
}

/** A linear map times a number. */
function scaled({ kernel, bias }: DenseParameters, factor: number): DenseParameters {
  return { kernel: mul<Tensor2D>(kernel, factor), ...(bias && { bias: mul<Tensor1D>(bias, factor) }) };
}

/** One linear map in place of two: `(x W + b) W' + b' = x (W W') + (b W' + b')`. */
function following(first: DenseParameters, second: DenseParameters): DenseParameters {
  const kernel = matMul<Tensor2D>(first.kernel, second.kernel);
  if (first.bias === undefined)
    return second.bias === undefined ? { kernel } : { kernel, bias: second.bias.clone() };
  const carried = reshape(matMul(reshape(first.bias, [1, -1]), second.kernel), [-1]) as Tensor1D;
  return { kernel, bias: second.bias === undefined ? carried : add(carried, second.bias) };
}
