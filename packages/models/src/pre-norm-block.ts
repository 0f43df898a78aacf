import type { Attention, AttentionParameters } from '@better-attention/attention';
import type { RandomStream } from '@better-attention/random';
import { add, type Tensor3D, type Tensor4D } from '@tensorflow/tfjs-core';
import { denseGelu } from './dense-gelu.js';
import { type FeedForwardParameters, feedForwardParameterCount, initFeedForward } from './feed-forward.js';
import {
  initLayerNormalisation,
  type LayerNormalisationParameters,
  layerNormalisation,
  layerNormalisationParameterCount,
} from './layer-normalisation.js';
import type { ModelRun } from './model.js';

/** An attention layer and a feed-forward layer, each behind its normalisation. */
export type PreNormBlockParameters = FeedForwardParameters & {
  readonly attentionNormalisation: LayerNormalisationParameters;
  readonly attention: AttentionParameters;
  readonly hiddenNormalisation: LayerNormalisationParameters;
};

/** Sizes of a block, its attention layer, and the rate at which the two feed-forward activations are dropped. */
export interface PreNormBlockOptions {
  readonly attention: Attention;
  readonly modelWidth: number;
  readonly hiddenWidth: number;
  readonly dropout: number;
}

/** A self-attention block as pure functions of its parameters. */
export interface PreNormBlock {
  readonly parameterCount: number;
  init(random: RandomStream): PreNormBlockParameters;
  /** `x` `[B, L, D]` → `output` of the same shape; `weights` `[B, H, L, L]` on request. */
  apply(
    parameters: PreNormBlockParameters,
    x: Tensor3D,
    run: ModelRun,
  ): { readonly output: Tensor3D; readonly weights?: Tensor4D };
}

/**
 * The vision transformer's block, with normalisation before each layer, and GELU after both feed-forward maps:
 *
 *     y = x + attention(LayerNorm(x))
 *     z = y + dropout(gelu(dropout(gelu(LayerNorm(y) W_1 + b_1)) W_2 + b_2))
 *
 * Source: the Keras example “Image classification with Vision Transformer”; Dosovitskiy et al. (2020), “An image is
 * worth 16x16 words”, arXiv:2010.11929, equations 2 and 3, whose second map has no activation.
 */
export function preNormBlock(options: PreNormBlockOptions): PreNormBlock {
  const { attention, modelWidth, dropout } = options;
  return {
    parameterCount:
      attention.parameterCount +
      feedForwardParameterCount(options) +
      2 * layerNormalisationParameterCount(modelWidth),

    init: (random) => ({
      attentionNormalisation: initLayerNormalisation(modelWidth),
      attention: attention.init(random.derive('attention')),
      hiddenNormalisation: initLayerNormalisation(modelWidth),
      ...initFeedForward(random, options),
    }),

    apply(parameters, x, run) {
      const normalised = layerNormalisation(x, parameters.attentionNormalisation);
      const inputs = { query: normalised, key: normalised, value: normalised };
      const attended = attention.apply(parameters.attention, inputs, run);
      const y = add(x, attended.output);
      const hidden = denseGelu(
        layerNormalisation(y, parameters.hiddenNormalisation),
        parameters.hidden,
        dropout,
        run,
      );
      const z = add(y, denseGelu(hidden, parameters.output, dropout, run)) as Tensor3D;
      return { ...attended, output: z };
    },
  };
}
