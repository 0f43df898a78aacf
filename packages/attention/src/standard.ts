import type { Mechanism } from './attention.js';
import { defineMechanism } from './define.js';
import { type DenseParameters, dense, denseParameterCount, initDense } from './dense.js';
import { attendByDotProducts } from './dot-products.js';
import { splitHeads } from './heads.js';

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
 *     S_i = softmax(Q W_i^Q (K W_i^K)ᵀ / √K)
 *     H_i = S_i (V W_i^V)
 *     O   = (H_1, …, H_H) W^O
 *
 * Source: arXiv:2403.01643v2, Standard; Vaswani et al. (2017), “Attention is all you need”, section 3.2.
 */
export const standardAttention: Mechanism<StandardParameters> = defineMechanism<StandardParameters>({
  name: 'standard',
  matmulsPerHead: 6,

  parameterCount: ({ projection }) => 4 * denseParameterCount(projection),

  init: ({ projection }, random) => ({
    query: initDense(random.derive('query'), projection),
    key: initDense(random.derive('key'), projection),
    value: initDense(random.derive('value'), projection),
    output: initDense(random.derive('output'), projection),
  }),

  project: (parameters, { key, value, heads }) => ({
    keys: splitHeads(dense(key, parameters.key), heads), // [B, H, Lk, K]
    values: splitHeads(dense(value, parameters.value), heads), // [B, H, Lk, K]
  }),

  attend: attendByDotProducts,
});
