import type { Mechanism } from '../contract/attention.js';
import { defineMechanism } from '../contract/define.js';
import type { AttentionSettings } from '../contract/settings.js';
import {
  type DenseOptions,
  type DenseParameters,
  dense,
  denseParameterCount,
  initDense,
} from '../math/dense.js';
import { attendByDotProducts } from '../math/dot-products.js';

/** Projections `[D, D]` of queries and outputs, `[D, Dh]` of keys and values: one head that all heads of queries share. */
export type MultiQueryParameters = {
  readonly query: DenseParameters;
  readonly key: DenseParameters;
  readonly value: DenseParameters;
  readonly output: DenseParameters;
};

/**
 * Multi-query attention: standard attention whose heads share keys and values. With one head it is standard attention.
 *
 *     S_i = softmax(Q W_i^Q (K W^K)ᵀ / √Dh)
 *     Z_i = S_i (V W^V)
 *     O   = (Z_1, …, Z_H) W^O
 *
 * Source: Shazeer (2019), “Fast transformer decoding: one write-head is all you need”, arXiv:1911.02150.
 */
export const multiQueryAttention: Mechanism<MultiQueryParameters> = defineMechanism<MultiQueryParameters>({
  name: 'multi-query',
  matmulsPerHead: 6,
  options: {},

  parameterCount: (settings) =>
    2 * denseParameterCount(settings.projection) + 2 * denseParameterCount(toOneHead(settings)),

  init: (settings, random) => ({
    query: initDense(random.derive('query'), settings.projection),
    key: initDense(random.derive('key'), toOneHead(settings)),
    value: initDense(random.derive('value'), toOneHead(settings)),
    output: initDense(random.derive('output'), settings.projection),
  }),

  memoryShapes({ headWidth }, batch, length) {
    const shape = [batch, length, headWidth];
    return { keys: shape, values: shape };
  },

  project: (parameters, { key, value }) => ({
    keys: dense(key, parameters.key), // [B, Lk, Dh]
    values: dense(value, parameters.value), // [B, Lk, Dh]
  }),

  attend: attendByDotProducts,
});

function toOneHead({ modelWidth, headWidth, useBias }: AttentionSettings): DenseOptions {
  return { inputs: modelWidth, outputs: headWidth, useBias };
}
