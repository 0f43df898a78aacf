import { matMul, mul, reshape, softmax, type Tensor, type Tensor4D, where } from '@tensorflow/tfjs-core';
import { type DenseParameters, dense } from './dense.js';
import { splitHeads } from './heads.js';
import type { Allowed } from './mask.js';

const LOWEST_SCORE = -1e38;

/** What the heads' queries meet. */
export interface DotProductInputs {
  /** `[B, H, Lq, Dh]` */
  readonly queries: Tensor4D;
  /** `[B, H, Lk, Dh]`, or `[B, Lk, Dh]` where all heads share them. */
  readonly keys: Tensor;
  /** `[B, H, Lk, Dh]`, or `[B, Lk, Dh]` where all heads share them; `transposed`, `[B, H, Dh, Lk]`. */
  readonly values: Tensor;
  /** Whether the last two axes of the values have changed places (default false). */
  readonly transposed?: boolean;
}

/** What is masked and dropped. */
export interface DotProductRun {
  /** The pairs that may attend, all unless given, and the queries that have a key at all. */
  readonly allowed: Partial<Allowed> | undefined;
  /** Dropout of attention weights at the layer's rate, or the weights as they are. */
  readonly drop: (weights: Tensor4D) => Tensor4D;
}

/** `S_i` before dropout, `[B, H, Lq, Lk]`, absent only where not needed, and `Z_i`, `[B, H, Lq, Dh]`, for all heads i. */
export interface Attended {
  readonly weights?: Tensor4D;
  readonly attended: Tensor4D;
}

/**
 * Scaled dot-product attention of all heads i:
 *
 *     S_i = softmax(Q_i K_iᵀ / √Dh)
 *     Z_i = drop(S_i) V_i
 *
 * The softmax is over the keys that are allowed: each row sums to 1, or is 0 when no key is. The scale is applied to the
 * queries, which are fewer numbers than the scores.
 */
export function dotProductAttention(
  { queries, keys, values, transposed = false }: DotProductInputs,
  { allowed, drop }: DotProductRun,
): Required<Attended> {
  const scaled = mul<Tensor4D>(queries, 1 / Math.sqrt(queries.shape[3]));
  const weights = softmaxOverKeys(productByHead(scaled, keys, true), allowed); // [B, H, Lq, Lk]
  return { weights, attended: productByHead(drop(weights), values, transposed) };
}

/** {@link dotProductAttention} of projected queries to a memory of keys and values: a mechanism's `attend`. */
export function attendByDotProducts(
  { query: projection }: { readonly query: DenseParameters },
  {
    query,
    memory,
    heads,
    ...run
  }: DotProductRun & {
    readonly query: Tensor;
    readonly memory: Pick<DotProductInputs, 'keys' | 'values'>;
    readonly heads: number;
  },
): Attended {
  const queries = splitHeads(dense(query, projection), heads); // [B, H, Lq, Dh]
  return dotProductAttention({ queries, ...memory }, run);
}

/** `x` `[B, H, rows, n]` times `y` of each head, `[B, H, n, m]`, or of all, `[B, n, m]`; `[…, m, n]` where transposed. */
function productByHead(x: Tensor4D, y: Tensor, transposed: boolean): Tensor4D {
  if (y.rank === 4) return matMul(x, y as Tensor4D, false, transposed);
  const [batch, heads, rows, columns] = x.shape;
  const product = matMul(reshape(x, [batch, heads * rows, columns]), y, false, transposed);
  return reshape(product, [batch, heads, rows, product.shape[2] as number]);
}

function softmaxOverKeys(scores: Tensor4D, allowed: Partial<Allowed> | undefined): Tensor4D {
  const weights = softmax(allowed?.pairs ? where(allowed.pairs, scores, LOWEST_SCORE) : scores);
  if (allowed?.queries === undefined) return weights;
  const [examples, rows] = allowed.queries.shape;
  return mul(weights, reshape(allowed.queries, [examples, 1, rows, 1]));
}
