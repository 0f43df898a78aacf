import type { Attention, AttentionParameters } from '@better-attention/attention';
import type { RandomStream } from '@better-attention/random';
import { add, type Tensor, type Tensor3D, type Tensor4D } from '@tensorflow/tfjs-core';
import {
  type FeedForwardParameters,
  feedForward,
  feedForwardParameterCount,
  initFeedForward,
} from './feed-forward.js';
import {
  initLayerNormalisation,
  type LayerNormalisationParameters,
  layerNormalisation,
  layerNormalisationParameterCount,
} from './layer-normalisation.js';
import type { ModelRun } from './model.js';

/** An attention layer and a feed-forward layer, each with its normalisation. */
export type PostNormBlockParameters = FeedForwardParameters & {
  readonly attention: AttentionParameters;
  readonly attentionNormalisation: LayerNormalisationParameters;
  readonly outputNormalisation: LayerNormalisationParameters;
};

/** Sizes of a block, its attention layer, and the rate at which the outputs of its two layers are dropped. */
export interface PostNormBlockOptions {
  readonly attention: Attention;
  readonly modelWidth: number;
  readonly hiddenWidth: number;
  readonly dropout: number;
  /** Added to the variance that a normalisation divides by. */
  readonly epsilon: number;
}

/** A self-attention block as pure functions of its parameters. */
export interface PostNormBlock {
  readonly parameterCount: number;
  init(random: RandomStream): PostNormBlockParameters;
  /** `x` `[B, L, D]` → `output` of the same shape; `mask` as attention takes it; `weights` `[B, H, L, L]` on request. */
  apply(
    parameters: PostNormBlockParameters,
    inputs: { readonly x: Tensor3D; readonly mask?: Tensor },
    run: ModelRun,
  ): { readonly output: Tensor3D; readonly weights?: Tensor4D };
}

/**
 * The encoder block with normalisation after each sum, as in the first transformer:
 *
 *     y = LayerNorm(x + dropout(attention(x)))
 *     z = LayerNorm(y + dropout(relu(y W_1 + b_1) W_2 + b_2))
 *
 * Source: Vaswani et al. (2017), “Attention is all you need”, section 3.1.
 */
export function postNormBlock(options: PostNormBlockOptions): PostNormBlock {
  const { attention, modelWidth, dropout, epsilon } = options;
  return {
    parameterCount:
      attention.parameterCount +
      feedForwardParameterCount(options) +
      2 * layerNormalisationParameterCount(modelWidth),

    init: (random) => ({
      attention: attention.init(random.derive('attention')),
      attentionNormalisation: initLayerNormalisation(modelWidth),
      ...initFeedForward(random, options),
      outputNormalisation: initLayerNormalisation(modelWidth),
    }),

    apply(parameters, { x, ...masked }, run) {
      const drop = (values: Tensor3D) => (run.dropout?.(values, dropout) as Tensor3D | undefined) ?? values;
      const normalise = (values: Tensor3D, how: LayerNormalisationParameters) =>
        layerNormalisation(values, how, epsilon) as Tensor3D;
      const attended = attention.apply(parameters.attention, { query: x, key: x, value: x, ...masked }, run);
      const y = normalise(add(x, drop(attended.output)), parameters.attentionNormalisation);
      const z = normalise(add(y, drop(feedForward(y, parameters))), parameters.outputNormalisation);
      return { ...attended, output: z };
    },
  };
}
