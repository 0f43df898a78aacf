import type {
  Attention,
  AttentionCache,
  AttentionMemory,
  AttentionParameters,
  AttentionResult,
} from '@better-attention/attention';
import type { RandomStream } from '@better-attention/random';
import { add, type Tensor, type Tensor1D, type Tensor3D, type Tensor4D } from '@tensorflow/tfjs-core';
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

/** A layer that can be causal, and so computed position by position. */
export type CausalAttention = Attention & { readonly cache: AttentionCache };

/** Sizes of a block and its two attention layers. */
export interface DecoderBlockOptions {
  /** Within the target; its context length is the target's. */
  readonly attention: CausalAttention;
  /** From the target to the source; its context length is the source's. */
  readonly crossAttention: CausalAttention;
  readonly modelWidth: number;
  readonly hiddenWidth: number;
  /** Added to the variance that a normalisation divides by. */
  readonly epsilon: number;
}

/** What a decoder block computes from. */
interface DecoderBlockInputs {
  /** The target, `[B, Lt, D]`. */
  readonly x: Tensor3D;
  /** `[B, 1, Lt]` bool: the target's tokens, false at padding. */
  readonly mask: Tensor;
  /** The encoded source, `[B, Ls, D]`. */
  readonly context: Tensor3D;
  /** `[B, 1, Ls]` bool: the source's tokens, false at padding. */
  readonly contextMask: Tensor;
}

/** What one target position is computed from. */
interface DecoderStepInputs {
  /** The target's position, `[B, 1, D]`. */
  readonly x: Tensor3D;
  /** `[B, 1, Lt]` bool: the target's tokens, false at padding. */
  readonly mask: Tensor;
  /** `[1]` int32 */
  readonly position: Tensor1D;
  /** The keys and values of the earlier target positions, zeros at first. */
  readonly memory: AttentionMemory;
  /** The keys and values of the source, from {@link DecoderBlock.project}. */
  readonly context: AttentionMemory;
  /** `[B, 1, Ls]` bool: the source's tokens, false at padding. */
  readonly contextMask: Tensor;
}

/** `output` `[B, Lt, D]`; `weights` within the target and to the source on request. */
type DecoderBlockResult = { readonly output: Tensor3D; readonly weights?: [Tensor4D, Tensor4D] };

/** A decoder block as pure functions of its parameters. */
export interface DecoderBlock {
  readonly parameterCount: number;
  init(random: RandomStream): DecoderBlockParameters;
  apply(parameters: DecoderBlockParameters, inputs: DecoderBlockInputs, run: ModelRun): DecoderBlockResult;
  /** The keys and values of an encoded source `[B, Ls, D]`, the same for all target positions. */
  project(parameters: DecoderBlockParameters, context: Tensor3D, contextMask: Tensor): AttentionMemory;
  /** The output of `apply` at one position, `[B, 1, D]`, and the target's keys and values up to it. */
  step(
    parameters: DecoderBlockParameters,
    inputs: DecoderStepInputs,
  ): { readonly output: Tensor3D; readonly memory: AttentionMemory };
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
  const normalise = (values: Tensor3D, how: LayerNormalisationParameters) =>
    layerNormalisation(values, how, epsilon) as Tensor3D;
  /** What follows attention within the target. */
  const complete = (
    parameters: DecoderBlockParameters,
    x: Tensor3D,
    within: AttentionResult,
    attendToSource: (y: Tensor3D) => AttentionResult,
  ): DecoderBlockResult => {
    const y = normalise(add(x, within.output), parameters.attentionNormalisation);
    const across = attendToSource(y);
    const c = normalise(add(y, across.output), parameters.crossAttentionNormalisation);
    const output = normalise(add(c, feedForward(c, parameters)), parameters.outputNormalisation);
    if (within.weights === undefined || across.weights === undefined) return { output };
    return { output, weights: [within.weights, across.weights] };
  };
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

    apply(parameters, { x, mask, context, contextMask }, run) {
      const inputs = { query: x, key: x, value: x, mask, causal: true };
      return complete(parameters, x, attention.apply(parameters.attention, inputs, run), (query) =>
        crossAttention.apply(
          parameters.crossAttention,
          { query, key: context, value: context, mask: contextMask },
          run,
        ),
      );
    },

    project: (parameters, context, mask) =>
      crossAttention.cache.project(parameters.crossAttention, { key: context, value: context, mask }),

    step(parameters, { x, mask, position, memory, context, contextMask }) {
      const inputs = { query: x, key: x, value: x, mask, position, memory };
      const within = attention.cache.step(parameters.attention, inputs);
      const { output } = complete(parameters, x, within, (query) => ({
        output: crossAttention.cache.attend(parameters.crossAttention, {
          query,
          memory: context,
          mask: contextMask,
        }),
      }));
      return { output, memory: within.memory };
    },
  };
}
