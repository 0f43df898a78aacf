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
import type { AttentionOptions, Mechanism } from '../contract/attention.js';
import { defineMechanism } from '../contract/define.js';
import type { ProjectInputs } from '../contract/definition.js';
import { requireKeys } from '../contract/inputs.js';
import type { AttentionSettings } from '../contract/settings.js';
import { type DenseParameters, dense, denseParameterCount, initDense } from '../math/dense.js';
import { dotProductAttention } from '../math/dot-products.js';
import { splitHeads } from '../math/heads.js';
import { lowerTriangle } from '../math/mask.js';
import { MATRIX_STARTS, type MatrixStart, startingMatrix } from '../math/matrix-start.js';
import { mixPositions, replacedAt } from '../math/positions.js';

const MASK_OF_PAIRS =
  'a mask that depends on the query leaks through W^A; ' +
  'pass a mask of the keys, [B, Lk] or [B, 1, Lk], and causal: true where a query must not see later keys';

/** Options of {@link superAttention}. */
export interface SuperOptions extends AttentionOptions {
  /** Lk, the number of keys, which `W^A` fixes. */
  readonly contextLength: number;
  /** Whether the heads share one `W^A` (default) or have one each. */
  readonly alignment?: 'shared' | 'per head';
  /**
   * What `W^A` is before the first step: Glorot-uniform (default), as a kernel of Keras is unless told; the identity, with
   * which Super starts as Efficient attention; or `'near-identity'`, the identity + 0.1 · Glorot. The paper doesn't say it.
   */
  readonly alignmentStart?: MatrixStart;
}

/** Projections `[D, D]` of queries and outputs, and `W^A`: `[Lk, Lk]` for all heads, or `[H, Lk, Lk]`. */
export type SuperParameters = {
  readonly query: DenseParameters;
  readonly alignment: Tensor;
  readonly output: DenseParameters;
};

/**
 * Super attention: `W^A` mixes the values of the context from the left, for one fixed context length.
 *
 *     S_i = softmax(Q W_i^Q K_iᵀ / √Dh)
 *     Z_i = S_i (W^A V_i)
 *     O   = (Z_1, …, Z_H) W^O
 *
 * `W^A` has no bias, and is shared by the heads unless there is one per head. Causal: only the part of `W^A` on and
 * below the diagonal is used, so that no output depends on a later value. Masked keys: their values are zero before
 * `W^A`, so that padding reaches no output; a mask that depends on the query would leak through `W^A` and is refused.
 *
 * Position by position: `W^A V = Σ_t (column t of W^A) v_t`, v_t being row t of V. Each position adds its column's part
 * to the aligned values of all; those up to the position are then complete.
 *
 * Source: arXiv:2403.01643v2, Super.
 */
export const superAttention: Mechanism<SuperParameters, SuperOptions> = defineMechanism<
  SuperParameters,
  SuperOptions
>({
  name: 'super',
  matmulsPerHead: 5,
  options: { alignment: readAlignment, alignmentStart: readStart },
  positionMatrix: 'W^A is',
  refusesPairMasks: MASK_OF_PAIRS,

  parameterCount: (settings) =>
    2 * denseParameterCount(settings.projection) +
    alignmentShape(settings).reduce((product, size) => product * size),

  init: (settings, random) => ({
    query: initDense(random.derive('query'), settings.projection),
    alignment: startingMatrix(settings.alignmentStart, random.derive('alignment'), alignmentShape(settings)),
    output: initDense(random.derive('output'), settings.projection),
  }),

  memoryShapes({ heads, headWidth }, batch, length) {
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

  attend(parameters, { query, memory, heads, ...run }) {
    const queries = splitHeads(dense(query, parameters.query), heads); // [B, H, Lq, Dh]
    return dotProductAttention({ queries, ...memory, transposed: true }, run);
  },
});

function readAlignment(given: SuperOptions['alignment'] = 'shared'): 'shared' | 'per head' {
  if (given === 'shared' || given === 'per head') return given;
  throw new Error(`super attention: expected alignment 'shared' or 'per head', got '${given}'`);
}

function readStart(given: MatrixStart = 'glorot'): MatrixStart {
  if (MATRIX_STARTS.includes(given)) return given;
  const known = MATRIX_STARTS.map((start) => `'${start}'`).join(', ');
  throw new Error(`super attention: expected an alignmentStart of ${known}, got '${given}'`);
}

function alignmentShape({ alignment, contextLength, heads }: AttentionSettings<SuperOptions>): number[] {
  return alignment === 'shared' ? [contextLength, contextLength] : [heads, contextLength, contextLength];
}

function requireLength(alignment: Tensor, keys: number): void {
  const expected = alignment.shape.at(-1) as number;
  requireKeys('super attention', `W^A is ${expected} × ${expected}`, expected, keys);
}

/** The part of `W^A` on and below the diagonal, zeros above. */
function causalAlignment(alignment: Tensor): Tensor {
  const length = alignment.shape.at(-1) as number;
  return where(lowerTriangle(length, length), alignment, 0);
}

/**
 * `(A V_i)ᵀ = V_iᵀ Aᵀ` of each head i, `[B, H, Dh, Lk]`, transposed so that A takes one product of matrices. A is `W^A`,
 * or the columns of it that belong to the positions of the values.
 */
function alignedValues(kernel: Tensor, { value, heads }: ProjectInputs): Tensor4D {
  const [batch, length, width] = value.shape;
  if (kernel.rank === 2) return mixPositions(value, kernel as Tensor2D, heads);
  const headWidth = width / heads;
  const split = transpose(reshape(value, [batch, length, heads, headWidth]), [2, 0, 3, 1]); // [H, B, Dh, l]
  const columns = reshape(split, [heads, batch * headWidth, length]);
  const aligned = matMul(columns, kernel, false, true);
  return transpose(reshape(aligned, [heads, batch, headWidth, aligned.shape[2] as number]), [1, 0, 2, 3]);
}
