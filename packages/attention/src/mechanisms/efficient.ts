import type { Mechanism } from '../contract/attention.js';
import { defineMechanism } from '../contract/define.js';
import { type DenseParameters, denseParameterCount, initDense } from '../math/dense.js';
import { attendByDotProducts } from '../math/dot-products.js';
import { splitHeads } from '../math/heads.js';

/** Projections `[D, D]` of queries and outputs. */
export type EfficientParameters = {
  readonly query: DenseParameters;
  readonly output: DenseParameters;
};

/**
 * Efficient attention: keys and values are column slices, as `W^Q` and `W^K` are one bilinear map.
 *
 *     S_i = softmax(Q W_i^Q K_iᵀ / √Dh)
 *     Z_i = S_i V_i
 *     O   = (Z_1, …, Z_H) W^O
 *
 * Source: arXiv:2403.01643v2, Efficient.
 */
export const efficientAttention: Mechanism<EfficientParameters> = defineMechanism<EfficientParameters>({
  name: 'efficient',
  matmulsPerHead: 4,
  options: {},

  parameterCount: ({ projection }) => 2 * denseParameterCount(projection),

  init: ({ projection }, random) => ({
    query: initDense(random.derive('query'), projection),
    output: initDense(random.derive('output'), projection),
  }),

  project: (_, { key, value, heads }) => ({
    keys: splitHeads(key, heads), // [B, H, Lk, Dh]
    values: splitHeads(value, heads), // [B, H, Lk, Dh]
  }),

  attend: attendByDotProducts,
});
