import { type Tensor, type Tensor2D, type Tensor3D, type Tensor4D, transpose } from '@tensorflow/tfjs-core';
import type { Mechanism } from '../contract/attention.js';
import { defineMechanism } from '../contract/define.js';
import type { ProjectInputs } from '../contract/definition.js';
import {
  type HeadWidthOptions,
  headProjections,
  initProjections,
  projectionCount,
  readHeadWidths,
  slicesUnlessGiven,
} from '../contract/head-widths.js';
import { requireKeys } from '../contract/inputs.js';
import type { AttentionSettings, SharedSettings } from '../contract/settings.js';
import { type DenseParameters, dense, glorotUniform } from '../math/dense.js';
import { dotProductAttention } from '../math/dot-products.js';
import { splitHeads } from '../math/heads.js';
import { mixPositions, visiblePositions } from '../math/positions.js';

const LARGEST_DEFAULT_LENGTH = 256;

const CAUSAL =
  'E and F mix each key with later ones, so that causal: true would let a query see them; ' +
  'use a mechanism that can be causal, such as multi-query or performer';

const MASK_OF_PAIRS =
  'a mask that depends on the query leaks through E and F; pass a mask of the keys, [B, Lk] or [B, 1, Lk]';

/** Options of {@link linformerAttention}. */
export interface LinformerOptions extends HeadWidthOptions {
  /** Lk, the number of keys, which E and F fix. */
  readonly contextLength: number;
  /** Lp, the keys that Lk keys are projected to (default `min(256, ⌈Lk / 4⌉)`). */
  readonly projectedLength?: number;
}

/** Projections `[D, D]` of queries, keys, values and outputs, and of positions: E and F, `[Lp, Lk]`, for all heads. */
export type LinformerParameters = {
  readonly query: DenseParameters;
  readonly key: DenseParameters;
  readonly value: DenseParameters;
  /** E */
  readonly keyProjection: Tensor2D;
  /** F */
  readonly valueProjection: Tensor2D;
  readonly output: DenseParameters;
};

/**
 * Linformer attention: Lk keys and values are projected to Lp of them, for one fixed context length.
 *
 *     S_i = softmax(Q W_i^Q (E K W_i^K)ᵀ / √Dh)
 *     Z_i = S_i (F V W_i^V)
 *     O   = (Z_1, …, Z_H) W^O
 *
 * E and F have no biases and are shared by the heads. Lp, the source's k, is `min(256, ⌈Lk / 4⌉)` unless given: a quarter
 * of the context is what the source takes at its context of 512, and 256 for contexts as they grow. The weights are over
 * the Lp projected keys, `[B, H, Lq, Lp]`. Masked keys and values are zero before E and F, so that padding reaches no
 * output. A mask that depends on the query would leak through E and F, as would causality: both are refused.
 *
 * Source: Wang et al. (2020), “Linformer: self-attention with linear complexity”, arXiv:2006.04768, equation 7.
 */
export const linformerAttention: Mechanism<LinformerParameters, LinformerOptions> = defineMechanism<
  LinformerParameters,
  LinformerOptions
>({
  name: 'linformer',
  matmulsPerHead: 8,
  options: { ...readHeadWidths('linformer attention'), projectedLength: readProjectedLength },
  slicesModelWidth: slicesUnlessGiven,
  positionMatrix: 'E and F are',
  refusesCausal: CAUSAL,
  refusesPairMasks: MASK_OF_PAIRS,

  parameterCount: (settings) =>
    projectionCount(headProjections(settings)) + 2 * settings.projectedLength * settings.contextLength,

  init(settings, random) {
    const { output, ...projections } = initProjections(headProjections(settings), random);
    return {
      ...projections,
      keyProjection: glorotUniform(random.derive('keyProjection'), projectionShape(settings)) as Tensor2D,
      valueProjection: glorotUniform(random.derive('valueProjection'), projectionShape(settings)) as Tensor2D,
      output,
    };
  },

  project: (parameters, inputs) => ({
    keys: projected(dense(inputs.key, parameters.key), parameters.keyProjection, inputs), // [B, H, Dh, Lp]
    values: projected(dense(inputs.value, parameters.value), parameters.valueProjection, inputs), // [B, H, Dh, Lp]
  }),

  attend(parameters, { query, memory, allowed, heads, drop }) {
    const queries = splitHeads(dense(query, parameters.query), heads); // [B, H, Lq, Dh]
    const keys = transpose(memory.keys, [0, 1, 3, 2]); // [B, H, Lp, Dh]
    const run = { allowed: allowed?.queries && { queries: allowed.queries }, drop };
    return dotProductAttention({ queries, keys, values: memory.values, transposed: true }, run);
  },
});

function readProjectedLength(
  given: number | undefined,
  { contextLength }: SharedSettings<LinformerOptions>,
): number {
  const length = given ?? Math.min(LARGEST_DEFAULT_LENGTH, Math.ceil(contextLength / 4));
  if (Number.isInteger(length) && length >= 1 && length <= contextLength) return length;
  throw new Error(
    `linformer attention: expected projectedLength from 1 to the context length ${contextLength}, got ${length}`,
  );
}

/** `[Lp, Lk]` */
function projectionShape({
  projectedLength,
  contextLength,
}: AttentionSettings<LinformerOptions>): [number, number] {
  return [projectedLength, contextLength];
}

function projected(x: Tensor, projection: Tensor2D, { allowed, heads }: ProjectInputs): Tensor4D {
  const [rows, columns] = projection.shape;
  requireKeys('linformer attention', `E and F are ${rows} × ${columns}`, columns, x.shape[1] as number);
  return mixPositions(visiblePositions(x as Tensor3D, allowed), projection, heads);
}
