import {
  matMul,
  mul,
  reshape,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  transpose,
} from '@tensorflow/tfjs-core';
import type { Mechanism } from './attention.js';
import { type AttentionSettings, defineMechanism, type ProjectInputs } from './define.js';
import { type DenseParameters, dense, denseParameterCount, glorotUniform, initDense } from './dense.js';
import { splitHeads } from './heads.js';
import { contextLengthOf, mixPositions, requireContextLength, visiblePositions } from './positions.js';
import { softmaxOverKeys } from './weights.js';

const LARGEST_DEFAULT_LENGTH = 256;

const CAUSAL =
  'E and F mix each key with later ones, so that causal: true would let a query see them; ' +
  'use a mechanism that can be causal, such as multi-query or performer';

const MASK_OF_PAIRS =
  'linformer attention: a mask that depends on the query leaks through E and F; ' +
  'pass a mask of the keys, [B, Lk] or [B, 1, Lk]';

/** Projections `[D, D]` of queries, keys, values and outputs, and of positions: E and F, `[k, Lk]`, for all heads. */
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
 * Linformer attention: Lk keys and values are projected to k of them, for one fixed context length.
 *
 *     S_i = softmax(Q W_i^Q (E K W_i^K)ᵀ / √K)
 *     H_i = S_i (F V W_i^V)
 *     O   = (H_1, …, H_H) W^O
 *
 * E and F have no biases and are shared by the heads. k is `min(256, ⌈Lk / 4⌉)` unless given: a quarter of the context
 * is the source's k at its context of 512, and 256 its k for contexts as they grow. The weights are over the k projected
 * keys, `[B, H, Lq, k]`. Masked keys and values are zero before E and F, so that padding reaches no output. A mask that
 * depends on the query would leak through E and F, as would causality: both are refused.
 *
 * Source: Wang et al. (2020), “Linformer: self-attention with linear complexity”, arXiv:2006.04768, equation 7.
 */
export const linformerAttention: Mechanism<LinformerParameters> = defineMechanism<LinformerParameters>({
  name: 'linformer',
  matmulsPerHead: 8,
  refusesCausal: CAUSAL,

  parameterCount(settings) {
    const [projected, length] = projectionShape(settings);
    return 4 * denseParameterCount(settings.projection) + 2 * projected * length;
  },

  init: (settings, random) => ({
    query: initDense(random.derive('query'), settings.projection),
    key: initDense(random.derive('key'), settings.projection),
    value: initDense(random.derive('value'), settings.projection),
    keyProjection: glorotUniform(random.derive('keyProjection'), projectionShape(settings)) as Tensor2D,
    valueProjection: glorotUniform(random.derive('valueProjection'), projectionShape(settings)) as Tensor2D,
    output: initDense(random.derive('output'), settings.projection),
  }),

  project: (parameters, inputs) => ({
    keys: projected(dense(inputs.key, parameters.key), parameters.keyProjection, inputs), // [B, H, K, k]
    values: projected(dense(inputs.value, parameters.value), parameters.valueProjection, inputs), // [B, H, K, k]
  }),

  attend(parameters, { query, memory, allowed, heads, drop }) {
    const queries = splitHeads(dense(query, parameters.query), heads); // [B, H, Lq, K]
    const [keys, values] = [memory.keys as Tensor4D, memory.values as Tensor4D];
    const overAll = softmaxOverKeys(queries, transpose(keys, [0, 1, 3, 2]), undefined); // [B, H, Lq, k]
    const weights = allowed?.queries
      ? mul<Tensor4D>(overAll, reshape(allowed.queries, [-1, 1, 1, 1]))
      : overAll;
    return { weights, attended: matMul(drop(weights), values, false, true) };
  },
});

/** `[k, Lk]` */
function projectionShape(settings: AttentionSettings): [number, number] {
  const length = contextLengthOf('linformer attention', 'E and F are', settings);
  const { projectedLength = Math.min(LARGEST_DEFAULT_LENGTH, Math.ceil(length / 4)) } = settings;
  if (Number.isInteger(projectedLength) && projectedLength >= 1 && projectedLength <= length) {
    return [projectedLength, length];
  }
  throw new Error(
    `linformer attention: expected projectedLength from 1 to the context length ${length}, got ${projectedLength}`,
  );
}

function projected(x: Tensor, projection: Tensor2D, { allowed, heads }: ProjectInputs): Tensor4D {
  const [rows, columns] = projection.shape;
  requireContextLength(
    'linformer attention',
    `E and F are ${rows} × ${columns}`,
    columns,
    x.shape[1] as number,
  );
  return mixPositions(visiblePositions(x as Tensor3D, allowed, MASK_OF_PAIRS), projection, heads);
}
