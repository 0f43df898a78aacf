import { matMul, type Tensor4D } from '@tensorflow/tfjs-core';
import type { Attended, AttendInputs } from './define.js';
import { type DenseParameters, dense } from './dense.js';
import { splitHeads } from './heads.js';
import { softmaxOverKeys } from './weights.js';

/** `S_i = softmax(Q W_i^Q K'_iᵀ / √K)` and `H_i = S_i V'_i`, with keys and values `[B, H, Lk, K]` of the memory. */
export function attendByDotProducts(
  { query: projection }: { readonly query: DenseParameters },
  { query, memory, allowed, heads, drop }: AttendInputs,
): Attended {
  const queries = splitHeads(dense(query, projection), heads); // [B, H, Lq, K]
  const weights = softmaxOverKeys(queries, memory.keys as Tensor4D, allowed); // [B, H, Lq, Lk]
  return { weights, attended: matMul(drop(weights), memory.values as Tensor4D) };
}
