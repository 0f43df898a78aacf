import {
  type Attention,
  type AttentionParameters,
  type DenseParameters,
  dense,
  denseParameterCount,
  initDense,
} from '@better-attention/attention';
import type { RandomStream } from '@better-attention/random';
import { add, relu, type Tensor3D, type Tensor4D } from '@tensorflow/tfjs-core';
import {
  initLayerNormalisation,
  type LayerNormalisationParameters,
  layerNormalisation,
  layerNormalisationParameterCount,
} from './layer-normalisation.js';
import type { ModelRun } from './model.js';

/** An attention layer and a feed-forward layer, each with its normalisation. */
export type PostNormBlockParameters = {
  readonly attention: AttentionParameters;
  readonly attentionNormalisation: LayerNormalisationParameters;
  readonly hidden: DenseParameters;
  readonly output: DenseParameters;
  readonly outputNormalisation: LayerNormalisationParameters;
};

/** Sizes of a block, its attention layer, and the rate at which the outputs of its two layers are dropped. */
export interface PostNormBlockOptions {
  readonly attention: Attention;
  readonly modelWidth: number;
  readonly hiddenWidth: number;
  readonly dropout: number;
}

/** A self-attention block as pure functions of its parameters. */
export interface PostNormBlock {
  readonly parameterCount: number;
  init(random: RandomStream): PostNormBlockParameters;
  /** `x` `[B, L, D]` → `output` of the same shape; `weights` `[B, H, L, L]` on request. */
  apply(
    parameters: PostNormBlockParameters,
    x: Tensor3D,
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
export function postNormBlock({
  attention,
  modelWidth,
  hiddenWidth,
  dropout,
}: PostNormBlockOptions): PostNormBlock {
  const hidden = { inputs: modelWidth, outputs: hiddenWidth };
  const output = { inputs: hiddenWidth, outputs: modelWidth };
  return {
    parameterCount:
      attention.parameterCount +
      denseParameterCount(hidden) +
      denseParameterCount(output) +
      2 * layerNormalisationParameterCount(modelWidth),

    init: (random) => ({
      attention: attention.init(random.derive('attention')),
      attentionNormalisation: initLayerNormalisation(modelWidth),
      hidden: initDense(random.derive('hidden'), hidden),
      output: initDense(random.derive('output'), output),
      outputNormalisation: initLayerNormalisation(modelWidth),
    }),

    apply(parameters, x, run) {
      const drop = (values: Tensor3D) => (run.dropout?.(values, dropout) as Tensor3D | undefined) ?? values;
      const attended = attention.apply(parameters.attention, { query: x, key: x, value: x }, run);
      const y = layerNormalisation(add(x, drop(attended.output)), parameters.attentionNormalisation);
      const forward = dense(relu(dense(y, parameters.hidden)), parameters.output) as Tensor3D;
      const z = layerNormalisation(add(y, drop(forward)), parameters.outputNormalisation) as Tensor3D;
      return { ...attended, output: z };
    },
  };
}
