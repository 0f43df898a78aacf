import type { Attention, AttentionParameters } from '@better-attention/attention';
import type { RandomStream } from '@better-attention/random';
import { add, gather, type Tensor, type Tensor1D, type Tensor3D, type Tensor4D } from '@tensorflow/tfjs-core';
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

/** Attention within the target, attention to the source and a feed-forward layer, each with its normalisation. */
export type DecoderBlockParameters = FeedForwardParameters & {
  readonly attention: AttentionParameters;
  readonly attentionNormalisation: LayerNormalisationParameters;
  readonly crossAttention: AttentionParameters;
  readonly crossAttentionNormalisation: LayerNormalisationParameters;
  readonly outputNormalisation: LayerNormalisationParameters;
};

/** Sizes of a block and its two attention layers. */
export interface DecoderBlockOptions {
  /** Within the target; its context length is the target's. */
  readonly attention: Attention;
  /** From the target to the source; its context length is the source's. */
  readonly crossAttention: Attention;
  readonly modelWidth: number;
  readonly hiddenWidth: number;
  /** Added to the variance that a normalisation divides by. */
  readonly epsilon: number;
}

/** What a decoder block computes from. */
export interface DecoderBlockInputs {
  /** The target, `[B, Lt, D]`. */
  readonly x: Tensor3D;
  /** `[B, 1, Lt]` bool: the target's tokens that are no padding. */
  readonly mask: Tensor;
  /** The encoded source, `[B, Ls, D]`. */
  readonly context: Tensor3D;
  /** `[B, 1, Ls]` bool: the source's tokens that are no padding. */
  readonly contextMask: Tensor;
  /** `[1]` int32: the only target position to compute; without it all are. */
  readonly position?: Tensor1D | undefined;
}

/** A decoder block as pure functions of its parameters. */
export interface DecoderBlock {
  readonly parameterCount: number;
  init(random: RandomStream): DecoderBlockParameters;
  /** `output` `[B, Lt, D]`, or `[B, 1, D]` of one position; `weights` within the target and to the source on request. */
  apply(
    parameters: DecoderBlockParameters,
    inputs: DecoderBlockInputs,
    run: ModelRun,
  ): { readonly output: Tensor3D; readonly weights?: [Tensor4D, Tensor4D] };
}

/**
 * The decoder block of the first transformer, with normalisation after each sum and without dropout:
 *
 *     y = LayerNorm(x + attention(x)), causal
 *     c = LayerNorm(y + attention(y, context))
 *     z = LayerNorm(c + relu(c W_1 + b_1) W_2 + b_2)
 *
 * Source: Vaswani et al. (2017), “Attention is all you need”, section 3.1.
 */
export function decoderBlock(options: DecoderBlockOptions): DecoderBlock {
  const { attention, crossAttention, modelWidth, epsilon } = options;
  return {
    parameterCount:
      attention.parameterCount +
      crossAttention.parameterCount +
      feedForwardParameterCount(options) +
      3 * layerNormalisationParameterCount(modelWidth),

    init: (random) => ({
      attention: attention.init(random.derive('attention')),
      attentionNormalisation: initLayerNormalisation(modelWidth),
      crossAttention: crossAttention.init(random.derive('crossAttention')),
      crossAttentionNormalisation: initLayerNormalisation(modelWidth),
      ...initFeedForward(random, options),
      outputNormalisation: initLayerNormalisation(modelWidth),
    }),

    apply(parameters, { x, mask, context, contextMask, position }, run) {
      const normalise = (values: Tensor3D, how: LayerNormalisationParameters) =>
        layerNormalisation(values, how, epsilon) as Tensor3D;
      const within = attention.apply(
        parameters.attention,
        { query: x, key: x, value: x, mask, causal: true },
        run,
      );
      const all = normalise(add(x, within.output), parameters.attentionNormalisation);
      const y = position === undefined ? all : gather(all, position, 1);
      const across = crossAttention.apply(
        parameters.crossAttention,
        { query: y, key: context, value: context, mask: contextMask },
        run,
      );
      const c = normalise(add(y, across.output), parameters.crossAttentionNormalisation);
      const output = normalise(add(c, feedForward(c, parameters)), parameters.outputNormalisation);
      if (within.weights === undefined || across.weights === undefined) return { output };
      return { output, weights: [within.weights, across.weights] };
    },
  };
}
