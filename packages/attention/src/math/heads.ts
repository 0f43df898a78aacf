import { reshape, type Tensor, type Tensor3D, type Tensor4D, transpose } from '@tensorflow/tfjs-core';

/** Column slices of the model width, one a head: `[B, L, D]` → `[B, H, L, Dh]`, `Dh = D / H`. */
export function splitHeads(x: Tensor, heads: number): Tensor4D {
  const [batch, length, width] = x.shape as [number, number, number];
  return transpose(reshape(x, [batch, length, heads, width / heads]), [0, 2, 1, 3]);
}

/** The heads side by side again: `[B, H, L, Dh]` → `[B, L, D]`. */
export function mergeHeads(x: Tensor4D): Tensor3D {
  const [batch, heads, length, headWidth] = x.shape;
  return reshape(transpose(x, [0, 2, 1, 3]), [batch, length, heads * headWidth]);
}
