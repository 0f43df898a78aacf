import type { Mechanism } from '../contract/attention.js';
import { defineMechanism } from '../contract/define.js';
import { type DenseParameters, dense, denseParameterCount, initDense } from '../math/dense.js';
import { attendByDotProducts } from '../math/dot-products.js';
import { splitHeads } from '../math/heads.js';

/** Projections `[D, D]` of queries, keys, values and outputs. */
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
 * Source: arXiv:2403.01643v2, Standard; Vaswani et al. (2017), “Attention is all you need”, section 3.2.
 */
export const standardAttention: Mechanism<StandardParameters> = defineMechanism<StandardParameters>({
  name: 'standard',
  matmulsPerHead: 6,
  options: {},

  parameterCount: ({ projection }) => 4 * denseParameterCount(projection),

  init: ({ projection }, random) => ({
    query: initDense(random.derive('query'), projection),
    key: initDense(random.derive('key'), projection),
    value: initDense(random.derive('value'), projection),
    output: initDense(random.derive('output'), projection),
  }),

  project: (parameters, { key, value, heads }) => ({
    keys: splitHeads(dense(key, parameters.key), heads), // [B, H, Lk, Dh]
    values: splitHeads(dense(value, parameters.value), heads), // [B, H, Lk, Dh]
  }),

  attend: attendByDotProducts,
});
