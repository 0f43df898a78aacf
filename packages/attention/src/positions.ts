import {
  matMul,
  reshape,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  transpose,
  where,
} from '@tensorflow/tfjs-core';
import type { AttentionSettings } from './define.js';
import type { Allowed } from './mask.js';

/**
 * The context length that a matrix over positions is made for; `matrix` names it with its verb, `W^A is`.
 * @throws when the option is no positive integer
 */
export function contextLengthOf(layer: string, matrix: string, { contextLength }: AttentionSettings): number {
  if (contextLength !== undefined && Number.isInteger(contextLength) && contextLength > 0)
    return contextLength;
  throw new Error(
    `${layer}: expected contextLength, the number of keys that ${matrix} made for, got ${contextLength}`,
  );
}

/** @throws when there are more or fewer keys than a matrix over positions, described by `matrix`, has columns */
export function requireContextLength(layer: string, matrix: string, expected: number, keys: number): void {
  if (keys === expected) return;
  throw new Error(`${layer}: expected context length ${expected} (its ${matrix}), got ${keys} keys`);
}

/**
 * `x` `[B, Lk, …]` with zeros at masked keys, so that a matrix over positions carries nothing of them elsewhere.
 * @throws with `refusal` where the mask depends on the query
 */
export function visiblePositions(x: Tensor3D, allowed: Allowed | undefined, refusal: string): Tensor3D {
  if (allowed?.queries === undefined) return x;
  if (allowed.keys !== undefined) return where(allowed.keys, x, 0);
  throw new Error(refusal);
}

/**
 * `(M x_i)ᵀ = x_iᵀ Mᵀ` of each head i, as one product of two matrices: `x` `[B, L, D]`, `matrix` `[k, L]` →
 * `[B, H, K, k]`.
 */
export function mixPositions(x: Tensor3D, matrix: Tensor2D, heads: number): Tensor4D {
  const [batch, length, width] = x.shape;
  const columns = reshape(transpose(x, [0, 2, 1]), [batch * width, length]);
  return reshape(matMul(columns, matrix, false, true), [batch, heads, width / heads, matrix.shape[0]]);
}
