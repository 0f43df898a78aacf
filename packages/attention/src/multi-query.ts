import { matMul, mul, reshape } from '@tensorflow/tfjs-core';
import type { Mechanism } from './attention.js';
import { type AttentionSettings, defineMechanism } from './define.js';
import { type DenseOptions, type DenseParameters, dense, denseParameterCount, initDense } from './dense.js';
import { splitHeads } from './heads.js';
import { maskedSoftmax } from './weights.js';

/** Projections `[D, D]` of queries and outputs, `[D, K]` of keys and values: one head that all heads of queries share. */
export type MultiQueryParameters = {
  readonly query: DenseParameters;
  readonly key: DenseParameters;
  readonly value: DenseParameters;
  readonly output: DenseParameters;
};

/**
 * Multi-query attention: standard attention whose heads share keys and values. With one head it is standard attention.
 *
 *     S_i = softmax(Q W_i^Q (K W^K)ᵀ / √K)
 *     H_i = S_i (V W^V)
 *     O   = (H_1, …, H_H) W^O
 *
 * Source: Shazeer (2019), “Fast transformer decoding: one write-head is all you need”, arXiv:1911.02150.
 */
export const multiQueryAttention: Mechanism<MultiQueryParameters> = defineMechanism<MultiQueryParameters>({
  name: 'multi-query',
  matmulsPerHead: 6,

  parameterCount: (settings) =>
    2 * denseParameterCount(settings.projection) + 2 * denseParameterCount(toOneHead(settings)),

  init: (settings, random) => ({
    query: initDense(random.derive('query'), settings.projection),
    key: initDense(random.derive('key'), toOneHead(settings)),
    value: initDense(random.derive('value'), toOneHead(settings)),
    output: initDense(random.derive('output'), settings.projection),
  }),

  memoryShapes({ modelWidth, heads }, batch, length) {
    const shape = [batch, length, modelWidth / heads];
    return { keys: shape, values: shape };
  },

  project: (parameters, { key, value }) => ({
    keys: dense(key, parameters.key), // [B, Lk, K]
    values: dense(value, parameters.value), // [B, Lk, K]
  }),

  attend(parameters, { query, memory, allowed, heads, drop }) {
    const queries = splitHeads(dense(query, parameters.query), heads); // [B, H, Lq, K]
    const { keys, values } = memory;
    const [batch, , rows, headWidth] = queries.shape;
    const length = keys.shape[1] as number;
    const scaled = reshape(mul(queries, 1 / Math.sqrt(headWidth)), [batch, heads * rows, headWidth]);
    const scores = matMul(scaled, keys, false, true); // [B, H · Lq, Lk]
    const weights = maskedSoftmax(reshape(scores, [batch, heads, rows, length]), allowed);
    const attended = matMul(reshape(drop(weights), [batch, heads * rows, length]), values);
    return { weights, attended: reshape(attended, [batch, heads, rows, headWidth]) };
  },
});

function toOneHead({ modelWidth, heads, useBias }: AttentionSettings): DenseOptions {
  return { inputs: modelWidth, outputs: modelWidth / heads, useBias };
}
