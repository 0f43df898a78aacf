import type { Mechanism } from './attention.js';
import { defineMechanism } from './define.js';
import { type DenseParameters, dense, denseParameterCount, initDense } from './dense.js';
import { attendByDotProducts } from './dot-products.js';
import { splitHeads } from './heads.js';

/** Projections `[D, D]` of queries, keys and outputs. */
export type OptimisedParameters = {
  readonly query: DenseParameters;
  readonly key: DenseParameters;
  readonly output: DenseParameters;
};

/**
 * Optimised attention: the values are column slices, as `W^V` and `W^O` are one linear map after the other.
 *
 *     S_i = softmax(Q W_i^Q (K W_i^K)ᵀ / √K)
 *     H_i = S_i V_i
 *     O   = (H_1, …, H_H) W^O
 *
 * Source: arXiv:2403.01643v2, Optimised.
 */
export const optimisedAttention: Mechanism<OptimisedParameters> = defineMechanism<OptimisedParameters>({
  name: 'optimised',
  matmulsPerHead: 5,

  parameterCount: ({ projection }) => 3 * denseParameterCount(projection),

  init: ({ projection }, random) => ({
    query: initDense(random.derive('query'), projection),
    key: initDense(random.derive('key'), projection),
    output: initDense(random.derive('output'), projection),
  }),

  project: (parameters, { key, value, heads }) => ({
    keys: splitHeads(dense(key, parameters.key), heads), // [B, H, Lk, K]
    values: splitHeads(value, heads), // [B, H, Lk, K]
  }),

  attend: attendByDotProducts,
});
