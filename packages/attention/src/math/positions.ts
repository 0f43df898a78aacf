import {
  equal,
  matMul,
  range,
  reshape,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  transpose,
  where,
} from '@tensorflow/tfjs-core';
import type { Allowed } from './mask.js';

/**
 * `x` `[B, Lk, …]` with zeros at masked keys, so that a matrix over positions carries nothing of them elsewhere. The mask
 * is one of the keys.
 */
export function visiblePositions(x: Tensor3D, allowed: Allowed | undefined): Tensor3D {
  return allowed?.keys === undefined ? x : where(allowed.keys, x, 0);
}

/**
 * `(M x_i)ᵀ = x_iᵀ Mᵀ` of each head i, as one product of two matrices: `x` `[B, L, D]`, `matrix` `[rows, L]` →
 * `[B, H, Dh, rows]`.
 */
export function mixPositions(x: Tensor3D, matrix: Tensor2D, heads: number): Tensor4D {
  const [batch, length, width] = x.shape;
  const columns = reshape(transpose(x, [0, 2, 1]), [batch * width, length]);
  return reshape(matMul(columns, matrix, false, true), [batch, heads, width / heads, matrix.shape[0]]);
}

/** `x` `[…, L, n]` with `row` `[…, 1, n]` at one position, `[1]` int32. */
export function replacedAt(x: Tensor, row: Tensor, position: Tensor1D): Tensor {
  const length = x.shape.at(-2) as number;
  return where(reshape(equal(range(0, length, 1, 'int32'), position), [length, 1]), row, x);
}
