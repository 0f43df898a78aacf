import {
  add,
  gather,
  matMul,
  reshape,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
  transpose,
  where,
} from '@tensorflow/tfjs-core';
import type { Mechanism } from './attention.js';
import { replacedAt } from './cache.js';
import { type AttentionSettings, defineMechanism, type ProjectInputs } from './define.js';
import { type DenseParameters, dense, denseParameterCount, glorotUniform, initDense } from './dense.js';
import { splitHeads } from './heads.js';
import { lowerTriangle } from './mask.js';
import { contextLengthOf, mixPositions, requireContextLength, visiblePositions } from './positions.js';
import { softmaxOverKeys } from './weights.js';

const MASK_OF_PAIRS =
  'super attention: a mask that depends on the query leaks through W^A; ' +
  'pass a mask of the keys, [B, Lk] or [B, 1, Lk], and causal: true where a query must not see later keys';

/** Projections `[D, D]` of queries and outputs, and `W^A`: `[Lk, Lk]` for all heads, or `[H, Lk, Lk]`. */
export type SuperParameters = {
  readonly query: DenseParameters;
  readonly alignment: Tensor;
  readonly output: DenseParameters;
};

/**
 * Super attention: `W^A` mixes the values of the context from the left, for one fixed context length.
 *
 *     S_i = softmax(Q W_i^Q K_iᵀ / √K)
 *     H_i = S_i (W^A V_i)
 *     O   = (H_1, …, H_H) W^O
 *
 * `W^A` has no bias, and is shared by the heads unless there is one per head. Causal: only the part of `W^A` on and
 * below the diagonal is used, so that no output depends on a later value. Masked keys: their values are zero before
 * `W^A`, so that padding reaches no output; a mask that depends on the query would leak through `W^A` and is refused.
 *
 * Position by position: `W^A V = Σ_s (column s of W^A) V_s`, so that each position adds its column's part to the aligned
 * values of all, of which those up to the position are then complete.
 *
 * Source: arXiv:2403.01643v2, Super.
 */
export const superAttention: Mechanism<SuperParameters> = defineMechanism<SuperParameters>({
  name: 'super',
  matmulsPerHead: 5,

  parameterCount: (settings) =>
    2 * denseParameterCount(settings.projection) +
    alignmentShape(settings).reduce((product, size) => product * size),

  init: (settings, random) => ({
    query: initDense(random.derive('query'), settings.projection),
    alignment: glorotUniform(random.derive('alignment'), alignmentShape(settings)),
    output: initDense(random.derive('output'), settings.projection),
  }),

  memoryShapes({ modelWidth, heads }, batch, length) {
    const headWidth = modelWidth / heads;
    return { keys: [batch, heads, length, headWidth], values: [batch, heads, headWidth, length] };
  },

  project({ alignment }, inputs) {
    const { key, causal, heads } = inputs;
    requireLength(alignment, key.shape[1]);
    const kernel = causal ? causalAlignment(alignment) : alignment;
    return { keys: splitHeads(key, heads), values: alignedValues(kernel, inputs) };
  },

  extend({ alignment }, { keys, values }, inputs, position) {
    requireLength(alignment, keys.shape[2] as number);
    const column = gather(causalAlignment(alignment), position, alignment.rank - 1);
    return {
      keys: replacedAt(keys, splitHeads(inputs.key, inputs.heads), position),
      values: add(values, alignedValues(column, inputs)),
    };
  },

  attend(parameters, { query, memory, allowed, heads, drop }) {
    const queries = splitHeads(dense(query, parameters.query), heads); // [B, H, Lq, K]
    const weights = softmaxOverKeys(queries, memory.keys as Tensor4D, allowed); // [B, H, Lq, Lk]
    return { weights, attended: matMul(drop(weights), memory.values as Tensor4D, false, true) };
  },
});

function alignmentShape(settings: AttentionSettings): number[] {
  const length = contextLengthOf('super attention', 'W^A is', settings);
  return settings.alignment === 'shared' ? [length, length] : [settings.heads, length, length];
}

function requireLength(alignment: Tensor, keys: number): void {
  const expected = alignment.shape.at(-1) as number;
  requireContextLength('super attention', `W^A is ${expected} × ${expected}`, expected, keys);
}

/** The part of `W^A` on and below the diagonal, zeros above. */
function causalAlignment(alignment: Tensor): Tensor {
  const length = alignment.shape.at(-1) as number;
  return where(lowerTriangle(length, length), alignment, 0);
}

/**
 * `(A V_i)ᵀ = V_iᵀ Aᵀ` of each head i, `[B, H, K, Lk]`, transposed so that A takes one product of matrices. A is `W^A`,
 * or the columns of it that belong to the positions of the values.
 */
function alignedValues(kernel: Tensor, { value, allowed, heads }: ProjectInputs): Tensor4D {
  const [batch, length, width] = value.shape;
  const visible = visiblePositions(value, allowed, MASK_OF_PAIRS);
  if (kernel.rank === 2) return mixPositions(visible, kernel as Tensor2D, heads);
  const headWidth = width / heads;
  const split = transpose(reshape(visible, [batch, length, heads, headWidth]), [2, 0, 3, 1]); // [H, B, K, l]
  const columns = reshape(split, [heads, batch * headWidth, length]);
  const aligned = matMul(columns, kernel, false, true);
  return transpose(reshape(aligned, [heads, batch, headWidth, -1]), [1, 0, 2, 3]);
}
