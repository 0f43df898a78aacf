import type { Mechanism } from '../contract/attention.js';
import { defineMechanism } from '../contract/define.js';
import {
  type HeadWidthOptions,
  headProjections,
  initProjections,
  projectionCount,
  readHeadWidths,
  slicesUnlessGiven,
} from '../contract/head-widths.js';
import type { AttentionSettings } from '../contract/settings.js';
import { type DenseOptions, type DenseParameters, dense } from '../math/dense.js';
import { attendByDotProducts } from '../math/dot-products.js';

/**
 * Projections `[D, D]` of queries and outputs, `[D, Dh]` of keys and values: one head that all heads of queries share. With
 * the option `keyWidth`, queries `[D, H Dk]`, keys `[D, Dk]`, values `[D, Dv]`, outputs `[H Dv, D]`.
 */
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
export const multiQueryAttention: Mechanism<MultiQueryParameters, HeadWidthOptions> = defineMechanism<
  MultiQueryParameters,
  HeadWidthOptions
>({
  name: 'multi-query',
  matmulsPerHead: 6,
  options: readHeadWidths('multi-query attention'),
  slicesModelWidth: slicesUnlessGiven,

  parameterCount: (settings) => projectionCount(projectionsOf(settings)),

  init: (settings, random) => initProjections(projectionsOf(settings), random),

  memoryShapes: ({ keyWidth, valueWidth }, batch, length) => ({
    keys: [batch, length, keyWidth],
    values: [batch, length, valueWidth],
  }),

  project: (parameters, { key, value }) => ({
    keys: dense(key, parameters.key), // [B, Lk, Dh]
    values: dense(value, parameters.value), // [B, Lk, Dh]
  }),

  attend: attendByDotProducts,
});

function projectionsOf(
  settings: AttentionSettings<HeadWidthOptions>,
): Record<keyof MultiQueryParameters, DenseOptions> {
  const { key, value } = headProjections({ ...settings, heads: 1 });
  return { ...headProjections(settings), key, value };
}
