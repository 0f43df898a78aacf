import type { Mechanism } from '../contract/attention.js';
import { defineMechanism } from '../contract/define.js';
import {
  initProjections,
  type KeyWidthOptions,
  projectionCount,
  readKeyWidth,
} from '../contract/head-widths.js';
import type { AttentionSettings } from '../contract/settings.js';
import { type DenseOptions, type DenseParameters, dense } from '../math/dense.js';
import { attendByDotProducts } from '../math/dot-products.js';
import { splitHeads } from '../math/heads.js';

/** Projections `[D, D]` of queries, keys and outputs; with the option `keyWidth`, queries and keys `[D, H Dk]`. */
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
 * `Dh` is the option `keyWidth`, `D / H` unless given; the slices of the values stay `D / H` wide.
 *
 * Source: arXiv:2403.01643v2, Optimised.
 */
export const optimisedAttention: Mechanism<OptimisedParameters, KeyWidthOptions> = defineMechanism<
  OptimisedParameters,
  KeyWidthOptions
>({
  name: 'optimised',
  matmulsPerHead: 5,
  options: { keyWidth: readKeyWidth('optimised attention') },

  parameterCount: (settings) => projectionCount(projectionsOf(settings)),

  init: (settings, random) => initProjections(projectionsOf(settings), random),

  memoryShapes: ({ heads, keyWidth, headWidth }, batch, length) => ({
    keys: [batch, heads, length, keyWidth],
    values: [batch, heads, length, headWidth],
  }),

  project: (parameters, { key, value, heads }) => ({
    keys: splitHeads(dense(key, parameters.key), heads), // [B, H, Lk, Dh]
    values: splitHeads(value, heads), // [B, H, Lk, Dh]
  }),

  attend: attendByDotProducts,
});

function projectionsOf({
  modelWidth,
  heads,
  keyWidth,
  useBias,
  projection,
}: AttentionSettings<KeyWidthOptions>): Record<keyof OptimisedParameters, DenseOptions> {
  const toKeys = { inputs: modelWidth, outputs: heads * keyWidth, useBias };
  return { query: toKeys, key: toKeys, output: projection };
}
