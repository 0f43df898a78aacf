import { matMul } from '@tensorflow/tfjs-core';
import type { Mechanism } from './attention.js';
import { defineMechanism } from './define.js';
import { type DenseParameters, dense, denseParameterCount, initDense } from './dense.js';
import { splitHeads } from './heads.js';
import { softmaxOverKeys } from './weights.js';

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

  attend(parameters, { query, key, value, allowed, heads, drop }) {
    const queries = splitHeads(dense(query, parameters.query), heads); // [B, H, Lq, K]
    const weights = softmaxOverKeys(queries, splitHeads(key, heads), allowed); // [B, H, Lq, Lk]
    return { weights, attended: matMul(drop(weights), splitHeads(value, heads)) };
  },
});
