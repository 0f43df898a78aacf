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
import type { Mechanism } from './attention.js';
import { type AttentionSettings, defineMechanism } from './define.js';
import { dense, denseParameterCount, initDense } from './dense.js';
import { splitHeads } from './heads.js';
import type { Allowed } from './mask.js';
import { orthogonalFeatures } from './random-features.js';
import type { StandardParameters } from './standard.js';

/** Added to the features of keys, so that no normaliser is zero. */
const LEAST_FEATURE = 1e-6;

const LEAST_DEFAULT_FEATURES = 16;

/** Projections `[D, D]` of queries, keys, values and outputs, as in standard attention. */
export type PerformerParameters = StandardParameters;

interface PerformerConstants {
  /** `ω / K^¼`, row after row. */
  readonly kernel: Float32Array;
  /** `[m, K]` */
  readonly shape: [number, number];
}

/**
 * Performer attention (FAVOR+): the softmax of standard attention by m positive random features, without the scores of
 * the pairs.
 *
 *     q = Q W_i^Q / K^¼, k = K W_i^K / K^¼
 *     φ_r(x) = exp(ω_r · x − |x|² / 2), r = 1 … m, whose products have the mean exp(q · k)
 *     H_i = φ(q) (φ(k)ᵀ V W_i^V) / (φ(q) Σ_j φ(k_j))
 *     O   = (H_1, …, H_H) W^O
 *
 * A factor of a query cancels, so φ(q) is scaled to a sum of 1 by a softmax over r; φ(k) has 1e-6 added. No key's
 * features are scaled by another key, so that neither a later nor a masked one makes a difference; they are at most
 * `exp(|ω_r|² / 2)`, within float32 for every key where K is 64 or less.
 *
 * The ω are standard normal, orthogonal in blocks of K, drawn from a stream of their own that depends on m and K alone:
 * constants of the definition that every layer shares and no optimiser changes. m is `max(16, K ⌈ln K⌉)` unless given:
 * the source asks for the order of K ln K.
 *
 * Linear in Lq and Lk with a mask of the keys or none. Causal, with a mask that depends on the query, and where weights
 * are dropped or returned, `φ(q) φ(k)ᵀ` is computed for all pairs and normalised: quadratic, as in standard attention.
 * So it is of one query alone, where it takes fewer operations; position by position, φ(k) and values are kept, not sums.
 *
 * Source: Choromanski et al. (2021), “Rethinking attention with performers”, arXiv:2009.14794, equations 4 and 5,
 * lemma 1, section 2.4.
 */
export const performerAttention: Mechanism<PerformerParameters> = defineMechanism<
  PerformerParameters,
  PerformerConstants
>({
  name: 'performer',
  matmulsPerHead: 8,

  parameterCount: ({ projection }) => 4 * denseParameterCount(projection),

  init: ({ projection }, random) => ({
    query: initDense(random.derive('query'), projection),
    key: initDense(random.derive('key'), projection),
    value: initDense(random.derive('value'), projection),
    output: initDense(random.derive('output'), projection),
  }),

  constants(settings) {
    const width = settings.modelWidth / settings.heads;
    const features = performerFeatures(featureCount(settings, width), width);
    const scale = width ** -0.25;
    return {
      kernel: Float32Array.from(features.flat(), (each) => each * scale),
      shape: [features.length, width],
    };
  },

  memoryShapes(settings, batch, length) {
    const { modelWidth, heads } = settings;
    const headWidth = modelWidth / heads;
    const keys = [batch, heads, length, featureCount(settings, headWidth)];
    return { keys, values: [batch, heads, length, headWidth] };
  },

  project(parameters, { key, value, heads }, constants) {
    const keys = splitHeads(dense(key, parameters.key), heads); // [B, H, Lk, K]
    return {
      keys: keyFeatures(keys, directionsOf(constants)), // [B, H, Lk, m]
      values: splitHeads(dense(value, parameters.value), heads), // [B, H, Lk, K]
    };
  },

  attend(parameters, { query, memory, allowed, causal, heads, drop, needsWeights }, constants) {
    const queries = splitHeads(dense(query, parameters.query), heads); // [B, H, Lq, K]
    const features = softmax(dense(queries, { kernel: directionsOf(constants) })) as Tensor4D; // [B, H, Lq, m]
    const [keys, values] = [memory.keys as Tensor4D, memory.values as Tensor4D];
    const hasOneQuery = query.shape[1] === 1;
    if (needsWeights || causal || hasOneQuery || (allowed !== undefined && allowed.keys === undefined)) {
      const weights = pairWeights(features, keys, allowed);
      return { weights, attended: matMul(drop(weights), values) };
    }
    return { attended: attendedByFeatures(features, keys, values, allowed) };
  },
});

/**
 * The ω of performer attention with m features and head width K, `[m, K]`: what computing a layer elsewhere takes
 * besides its parameters.
 */
export function performerFeatures(features: number, headWidth: number): number[][] {
  return orthogonalFeatures(randomStream(0, 'performer attention'), features, headWidth);
}

function featureCount({ features }: AttentionSettings, headWidth: number): number {
  if (features === undefined) {
    return Math.max(LEAST_DEFAULT_FEATURES, headWidth * Math.ceil(Math.log(headWidth)));
  }
  if (Number.isInteger(features) && features > 0) return features;
  throw new Error(
    `performer attention: expected features, how many a query or key has, from 1, got ${features}`,
  );
}

/** `(ω / K^¼)ᵀ`, `[K, m]`. */
function directionsOf({ kernel, shape }: PerformerConstants): Tensor2D {
  return transpose(tensor2d(kernel, shape));
}

/** `exp(ω · k − |k|² / 2) + 1e-6`, k being the key over K^¼: `[B, H, Lk, K]` → `[B, H, Lk, m]`. */
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

/** The same weights times the values, without the weights: `[B, H, Lq, K]`. */
function attendedByFeatures(
  queries: Tensor4D,
  keys: Tensor4D,
  values: Tensor4D,
  allowed: Allowed | undefined,
): Tensor4D {
  const visible = allowed?.keys === undefined ? keys : where(expandDims(allowed.keys, 1), keys, 0);
  const summary = matMul(visible, values, true, false); // [B, H, m, K]
  const total = sum(mul(queries, sum(visible, 2, true)), -1, true); // [B, H, Lq, 1]
  return div(matMul(queries, summary), normaliser(total, allowed));
}

/** Sums of rows, and 1 for a row without any allowed key. */
function normaliser(total: Tensor, allowed: Allowed | undefined): Tensor {
  return allowed?.queries === undefined ? total : add(total, sub(1, expandDims(allowed.queries, 1)));
}
