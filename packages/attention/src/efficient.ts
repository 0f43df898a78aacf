import type { Mechanism } from './attention.js';
import { defineMechanism } from './define.js';
import { type DenseParameters, denseParameterCount, initDense } from './dense.js';
import { attendByDotProducts } from './dot-products.js';
import { splitHeads } from './heads.js';

/** Projections `[D, D]` of queries and outputs. */
export type EfficientParameters = {
  readonly query: DenseParameters;
  readonly output: DenseParameters;
};

/**
 * Efficient attention: keys and values are column slices, as `W^Q` and `W^K` are one bilinear map.
 *
 *     S_i = softmax(Q W_i^Q K_iᵀ / √K)
 *     H_i = S_i V_i
 *     O   = (H_1, …, H_H) W^O
 *
 * Source: arXiv:2403.01643v2, Efficient.
 */
export const efficientAttention: Mechanism<EfficientParameters> = defineMechanism<EfficientParameters>({
  name: 'efficient',
  matmulsPerHead: 4,

  parameterCount: ({ projection }) => 2 * denseParameterCount(projection),

  init: ({ projection }, random) => ({
    query: initDense(random.derive('query'), projection),
    output: initDense(random.derive('output'), projection),
  }),

  project: (_, { key, value, heads }) => ({
    keys: splitHeads(key, heads), // [B, H, Lk, K]
    values: splitHeads(value, heads), // [B, H, Lk, K]
  }),

  attend: attendByDotProducts,
});
