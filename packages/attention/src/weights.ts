import { matMul, mul, reshape, softmax, type Tensor4D, where } from '@tensorflow/tfjs-core';
import type { Allowed } from './mask.js';

const LOWEST_SCORE = -1e38;

/**
 * `S_i = softmax(Q'_i K'_iᵀ / √K)` over the keys that are allowed: each row sums to 1, or is 0 when no key is.
 * The scale is applied to the queries, which are fewer numbers than the scores.
 *
 * @param queries `[B, H, Lq, K]`
 * @param keys `[B, H, Lk, K]`
 * @returns `[B, H, Lq, Lk]`
 */
export function softmaxOverKeys(queries: Tensor4D, keys: Tensor4D, allowed: Allowed | undefined): Tensor4D {
  const scaled = mul(queries, 1 / Math.sqrt(queries.shape[3]));
  return maskedSoftmax(matMul(scaled, keys, false, true), allowed);
}

/** The softmax of scores `[B, H, Lq, Lk]` over the keys that are allowed; a row without any is 0. */
export function maskedSoftmax(scores: Tensor4D, allowed: Allowed | undefined): Tensor4D {
  if (allowed === undefined) return softmax(scores);
  const weights = softmax(where(allowed.pairs, scores, LOWEST_SCORE));
  if (allowed.queries === undefined) return weights;
  const [examples, rows] = allowed.queries.shape;
  return mul(weights, reshape(allowed.queries, [examples, 1, rows, 1]));
}
