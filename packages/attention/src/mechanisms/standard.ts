import type { Mechanism } from '../contract/attention.js';
import { defineMechanism } from '../contract/define.js';
import {
  type HeadWidthOptions,
  headProjections,
  initProjections,
  projectionCount,
  readHeadWidths,
  slicesUnlessGiven,
} from '../contract/head-widths.js';
import { type DenseParameters, dense } from '../math/dense.js';
import { attendByDotProducts } from '../math/dot-products.js';
import { splitHeads } from '../math/heads.js';

/**
 * Projections `[D, D]` of queries, keys, values and outputs; with the option `keyWidth`, queries and keys `[D, H Dk]`, values
 * `[D, H Dv]`, outputs `[H Dv, D]`.
 */
export type StandardParameters = {
  readonly query: DenseParameters;
  readonly key: DenseParameters;
  readonly value: DenseParameters;
  readonly output: DenseParameters;
};

/**
 * Standard attention (scaled dot products):
 *
 *     S_i = softmax(Q W_i^Q (K W_i^K)ᵀ / √Dh)
 *     Z_i = S_i (V W_i^V)
 *     O   = (Z_1, …, Z_H) W^O
 *
 * `Dh` is the option `keyWidth`, `D / H` unless given.
 *
 * Source: arXiv:2403.01643v2, Standard; Vaswani et al. (2017), “Attention is all you need”, section 3.2.
 */
export const standardAttention: Mechanism<StandardParameters, HeadWidthOptions> = defineMechanism<
  StandardParameters,
  HeadWidthOptions
>({
  name: 'standard',
  matmulsPerHead: 6,
  options: readHeadWidths('standard attention'),
  slicesModelWidth: slicesUnlessGiven,

  parameterCount: (settings) => projectionCount(headProjections(settings)),

  init: (settings, random) => initProjections(headProjections(settings), random),

  memoryShapes: ({ heads, keyWidth, valueWidth }, batch, length) => ({
    keys: [batch, heads, length, keyWidth],
    values: [batch, heads, length, valueWidth],
  }),

  project: (parameters, { key, value, heads }) => ({
    keys: splitHeads(dense(key, parameters.key), heads), // [B, H, Lk, Dh]
    values: splitHeads(dense(value, parameters.value), heads), // [B, H, Lk, Dh]
  }),

  attend: attendByDotProducts,
});
