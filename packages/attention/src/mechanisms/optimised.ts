import type { Mechanism } from '../contract/attention.js';
import { defineMechanism } from '../contract/define.js';
import { type DenseParameters, dense, denseParameterCount, initDense } from '../math/dense.js';
import { attendByDotProducts } from '../math/dot-products.js';
import { splitHeads } from '../math/heads.js';

/** Projections `[D, D]` of queries, keys and outputs. */
export type OptimisedParameters = {
  readonly query: DenseParameters;
  readonly key: DenseParameters;
  readonly output: DenseParameters;
};

/**
 * Optimised attention: the values are column slices, as `W^V` and `W^O` are one linear map after the other.
 *
 *     S_i = softmax(Q W_i^Q (K W_i^K)ᵀ / √Dh)
 *     Z_i = S_i V_i
 *     O   = (Z_1, …, Z_H) W^O
 *
 * Source: arXiv:2403.01643v2, Optimised.
 */
export const optimisedAttention: Mechanism<OptimisedParameters> = defineMechanism<OptimisedParameters>({
  name: 'optimised',
  matmulsPerHead: 5,
  options: {},

  parameterCount: ({ projection }) => 3 * denseParameterCount(projection),

  init: ({ projection }, random) => ({
    query: initDense(random.derive('query'), projection),
    key: initDense(random.derive('key'), projection),
    output: initDense(random.derive('output'), projection),
  }),

  project: (parameters, { key, value, heads }) => ({
    keys: splitHeads(dense(key, parameters.key), heads), // [B, H, Lk, Dh]
    values: splitHeads(value, heads), // [B, H, Lk, Dh]
  }),

  attend: attendByDotProducts,
});
