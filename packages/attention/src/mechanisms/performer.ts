import { randomStream } from '@better-attention/random';
import {
  add,
  div,
  exp,
  expandDims,
  matMul,
  mul,
  softmax,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
  tensor2d,
  transpose,
  where,
} from '@tensorflow/tfjs-core';
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
import type { SharedSettings } from '../contract/settings.js';
import { dense } from '../math/dense.js';
import { splitHeads } from '../math/heads.js';
import type { Allowed } from '../math/mask.js';
import { orthogonalFeatures } from '../math/random-features.js';
import type { StandardParameters } from './standard.js';

/** Added to the features of keys, so that no normaliser is zero. */
const LEAST_FEATURE = 1e-6;

const LEAST_DEFAULT_FEATURES = 16;

/** Projections `[D, D]` of queries, keys, values and outputs, as in standard attention. */
export type PerformerParameters = StandardParameters;

/** Options of {@link performerAttention}. */
export interface PerformerOptions extends HeadWidthOptions {
  /** m, the random features of a query or key (default `max(16, Dh ⌈ln Dh⌉)`). */
  readonly features?: number;
}

interface PerformerConstants {
  /** `ω / Dh^¼`, row after row. */
  readonly kernel: Float32Array;
  /** `[m, Dh]` */
  readonly shape: [number, number];
}

/**
 * Performer attention (FAVOR+): the softmax of standard attention by m positive random features, without the scores of
 * the pairs.
 *
 *     q = Q W_i^Q / Dh^¼, k = K W_i^K / Dh^¼
 *     φ_r(x) = exp(ω_r · x − |x|² / 2), r = 1 … m, whose products have the mean exp(q · k)
 *     Z_i = φ(q) (φ(k)ᵀ V W_i^V) / (φ(q) Σ_j φ(k_j))
 *     O   = (Z_1, …, Z_H) W^O
 *
 * A factor of a query cancels, so φ(q) is scaled to a sum of 1 by a softmax over r; φ(k) has 1e-6 added. No key's
 * features are scaled by another key, so that neither a later nor a masked one makes a difference; they are at most
 * `exp(|ω_r|² / 2)`, within float32 for every key where Dh is 64 or less.
 *
 * The ω are standard normal, orthogonal in blocks of Dh, drawn from a stream of their own that depends on m and Dh alone:
 * constants of the definition that every layer shares and no optimiser changes. m is `max(16, Dh ⌈ln Dh⌉)` unless given:
 * the source asks for the order of Dh ln Dh.
 *
 * Linear in Lq and Lk with a mask of the keys or none. Causal, with a mask that depends on the query, and where weights
 * are dropped or returned, `φ(q) φ(k)ᵀ` is computed for all pairs and normalised: quadratic, as in standard attention.
 * So it is of one query alone, where it takes fewer operations; position by position, φ(k) and values are kept, not sums.
 *
 * Source: Choromanski et al. (2021), “Rethinking attention with performers”, arXiv:2009.14794, equations 4 and 5,
 * lemma 1, section 2.4.
 */
export const performerAttention: Mechanism<PerformerParameters, PerformerOptions> = defineMechanism<
  PerformerParameters,
  PerformerOptions,
  PerformerConstants
>({
  name: 'performer',
  matmulsPerHead: 8,
  options: { ...readHeadWidths('performer attention'), features: readFeatures },
  slicesModelWidth: slicesUnlessGiven,

  parameterCount: (settings) => projectionCount(headProjections(settings)),

  init: (settings, random) => initProjections(headProjections(settings), random),

  constants({ features, keyWidth }) {
    const scale = keyWidth ** -0.25;
    return {
      kernel: Float32Array.from(performerFeatures(features, keyWidth).flat(), (each) => each * scale),
      shape: [features, keyWidth],
    };
  },

  memoryShapes({ heads, valueWidth, features }, batch, length) {
    return { keys: [batch, heads, length, features], values: [batch, heads, length, valueWidth] };
  },

  project(parameters, { key, value, heads }, constants) {
    const keys = splitHeads(dense(key, parameters.key), heads); // [B, H, Lk, Dh]
    return {
      keys: keyFeatures(keys, directionsOf(constants)), // [B, H, Lk, m]
      values: splitHeads(dense(value, parameters.value), heads), // [B, H, Lk, Dh]
    };
  },

  attend(parameters, { query, memory, allowed, causal, heads, drop, needsWeights }, constants) {
    const queries = splitHeads(dense(query, parameters.query), heads); // [B, H, Lq, Dh]
    const features = softmax(dense(queries, { kernel: directionsOf(constants) })) as Tensor4D; // [B, H, Lq, m]
    const [keys, values] = [memory.keys as Tensor4D, memory.values as Tensor4D];
    const isShort = query.shape[1] <= 1;
    if (needsWeights || causal || isShort || (allowed !== undefined && allowed.keys === undefined)) {
      const weights = pairWeights(features, keys, allowed);
      return { weights, attended: matMul(drop(weights), values) };
    }
    return { attended: attendedByFeatures(features, keys, values, allowed) };
  },
});

/**
 * The ω of performer attention with m features and head width Dh, `[m, Dh]`: what computing a layer elsewhere takes
 * besides its parameters.
 */
export function performerFeatures(features: number, headWidth: number): number[][] {
  return orthogonalFeatures(randomStream(0, 'performer attention'), features, headWidth);
}

function readFeatures(
  given: number | undefined,
  { headWidth }: SharedSettings<PerformerOptions>,
  { keyWidth = headWidth }: PerformerOptions,
): number {
  const features = given ?? Math.max(LEAST_DEFAULT_FEATURES, keyWidth * Math.ceil(Math.log(keyWidth)));
  if (Number.isInteger(features) && features > 0) return features;
  throw new Error(
    `performer attention: expected features, how many a query or key has, from 1, got ${features}`,
  );
}

/** `(ω / Dh^¼)ᵀ`, `[Dh, m]`. */
function directionsOf({ kernel, shape }: PerformerConstants): Tensor2D {
  return transpose(tensor2d(kernel, shape));
}

/** `exp(ω · k − |k|² / 2) + 1e-6`, k being the key over Dh^¼: `[B, H, Lk, Dh]` → `[B, H, Lk, m]`. */
function keyFeatures(keys: Tensor4D, kernel: Tensor2D): Tensor4D {
  const halfSquare = mul(sum(square(keys), -1, true), 0.5 / Math.sqrt(keys.shape[3]));
  return add(exp(sub(dense(keys, { kernel }), halfSquare)), LEAST_FEATURE);
}

/** `φ(q) φ(k)ᵀ` of the pairs that are allowed, each row divided by its sum: `[B, H, Lq, Lk]`. */
function pairWeights(queries: Tensor4D, keys: Tensor4D, allowed: Allowed | undefined): Tensor4D {
  const products = matMul<Tensor4D>(queries, keys, false, true);
  const visible = allowed === undefined ? products : where(allowed.pairs, products, 0);
  return div(visible, normaliser(sum(visible, -1, true), allowed));
}

/** The same weights times the values, without the weights: `[B, H, Lq, Dh]`. */
function attendedByFeatures(
  queries: Tensor4D,
  keys: Tensor4D,
  values: Tensor4D,
  allowed: Allowed | undefined,
): Tensor4D {
  const visible = allowed?.keys === undefined ? keys : where(expandDims(allowed.keys, 1), keys, 0);
  const summary = matMul(visible, values, true, false); // [B, H, m, Dh]
  const total = sum(mul(queries, sum(visible, 2, true)), -1, true); // [B, H, Lq, 1]
  return div(matMul(queries, summary), normaliser(total, allowed));
}

/** Sums of rows, and 1 for a row without any allowed key. */
function normaliser(total: Tensor, allowed: Allowed | undefined): Tensor {
  return allowed?.queries === undefined ? total : add(total, sub(1, expandDims(allowed.queries, 1)));
}
