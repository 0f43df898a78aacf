import {
  type DenseParameters,
  dense,
  denseParameterCount,
  initDense,
  mechanism,
} from '@better-attention/attention';
import {
  expandDims,
  notEqual,
  squeeze,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tidy,
} from '@tensorflow/tfjs-core';
import { type DecoderBlockParameters, decoderBlock } from './decoder-block.js';
import { type EmbeddingParameters, embedding, embeddingParameterCount, initEmbedding } from './embedding.js';
import type { Model, ModelResult, ModelRun } from './model.js';
import { PADDING } from './padding.js';
import { type PostNormBlockParameters, postNormBlock } from './post-norm-block.js';

/** One of the two languages. */
export interface TranslatorSide {
  /** V: token ids are 0 … V − 1, and 0 is padding. */
  readonly vocabularySize: number;
  /** The most tokens that a text may have; super and linformer attention need exactly as many, padding included. */
  readonly length: number;
}

/** Settings of a {@link translator}. */
export interface TranslatorOptions {
  readonly source: TranslatorSide;
  readonly target: TranslatorSide;
  /** D */
  readonly modelWidth: number;
  /** H, a divisor of the model width. */
  readonly heads: number;
  /** The width between the two feed-forward maps of a block. */
  readonly hiddenWidth: number;
  /** The rate of dropout before the logits. */
  readonly dropout: number;
  /** Added to the variance that a normalisation divides by (default 1e-3, as in Keras). */
  readonly epsilon?: number;
  /** A registered attention mechanism that can be causal, for all three attention layers. */
  readonly mechanism: string;
}

/** Parameters of a {@link translator}. */
export type TranslatorParameters = {
  readonly source: EmbeddingParameters;
  readonly target: EmbeddingParameters;
  readonly encoder: PostNormBlockParameters;
  readonly decoder: DecoderBlockParameters;
  readonly logits: DenseParameters;
};

/** `source` `[B, Ls]` int32, and the tokens that precede those to predict, `target` `[B, Lt]` int32. */
export type TranslatorInputs = { readonly source: Tensor; readonly target: Tensor };

/** A source text as the decoder sees it: `context` `[B, Ls, D]`, `mask` `[B, 1, Ls]` bool, true where no padding is. */
export type EncodedSource = { readonly context: Tensor3D; readonly mask: Tensor3D };

/** A model that predicts each token of a target text from a source text and the target's earlier tokens. */
export interface Translator extends Model<TranslatorInputs, TranslatorParameters, Tensor3D> {
  /** The source `[B, Ls]` int32 as {@link next} needs it, the same for all target positions. */
  encode(parameters: TranslatorParameters, source: Tensor): EncodedSource;
  /**
   * The logits `[B, V]` that `apply` has at one target position, without computing the others.
   *
   * @param target `[B, Lt]` int32; tokens after the position make no difference
   * @param position `[1]` int32
   */
  next(
    parameters: TranslatorParameters,
    encoded: EncodedSource,
    target: Tensor,
    position: Tensor1D,
  ): Tensor2D;
}

/**
 * An encoder–decoder: token and position embeddings for each side, one post-norm encoder block, one decoder block
 * and the logits `[B, Lt, V]`. Padding is attended to on neither side, and a target position sees no later one.
 *
 * Source: arXiv:2403.01643v2, translation; the Keras example “English-to-Spanish translation with a
 * sequence-to-sequence Transformer”.
 *
 * @throws when the mechanism is unknown or can't be causal, or the heads don't divide the model width
 */
export function translator(options: TranslatorOptions): Translator {
  const { modelWidth, heads, hiddenWidth, dropout, epsilon = 1e-3 } = options;
  const attend = mechanism(options.mechanism);
  const toSource = attend({ modelWidth, heads, contextLength: options.source.length });
  const toTarget = attend({ modelWidth, heads, contextLength: options.target.length });
  if (!toTarget.supportsCausal) {
    throw new Error(
      `translator: expected a mechanism that can be causal, as a target token must not see later ones, ` +
        `got '${options.mechanism}'; take another, such as multi-query or performer`,
    );
  }
  const encoder = postNormBlock({ attention: toSource, modelWidth, hiddenWidth, dropout: 0, epsilon });
  const decoder = decoderBlock({
    attention: toTarget,
    crossAttention: toSource,
    modelWidth,
    hiddenWidth,
    epsilon,
  });
  const [source, target] = [
    { ...options.source, modelWidth },
    { ...options.target, modelWidth },
  ];
  const logits = { inputs: modelWidth, outputs: target.vocabularySize };

  const encode = (parameters: TranslatorParameters, tokens: Tensor, run: ModelRun) => {
    const mask = paddingMask(tokens);
    const x = embedding(tokens, parameters.source); // [B, Ls, D]
    const { output, weights } = encoder.apply(parameters.encoder, { x, mask }, run);
    return { context: output, mask, weights };
  };

  const decode = (
    parameters: TranslatorParameters,
    { context, mask: contextMask }: EncodedSource,
    tokens: Tensor,
    run: ModelRun,
    position?: Tensor1D,
  ) => {
    const [x, mask] = [embedding(tokens, parameters.target), paddingMask(tokens)]; // [B, Lt, D], [B, 1, Lt]
    const inputs = { x, mask, context, contextMask, position };
    const { output, weights } = decoder.apply(parameters.decoder, inputs, run);
    const dropped = run.dropout?.(output, dropout) ?? output;
    return { logits: dense(dropped, parameters.logits) as Tensor3D, weights };
  };

  return {
    name: 'translator',
    parameterCount:
      embeddingParameterCount(source) +
      embeddingParameterCount(target) +
      encoder.parameterCount +
      decoder.parameterCount +
      denseParameterCount(logits),
    attentionParameterCount: 2 * toSource.parameterCount + toTarget.parameterCount,
    matmulsPerHead: toSource.matmulsPerHead,

    init: (random) => ({
      source: initEmbedding(random.derive('source'), source),
      target: initEmbedding(random.derive('target'), target),
      encoder: encoder.init(random.derive('encoder')),
      decoder: decoder.init(random.derive('decoder')),
      logits: initDense(random.derive('logits'), logits),
    }),

    apply: (parameters, inputs, run = {}) =>
      tidy((): ModelResult<Tensor3D> => {
        const encoded = encode(parameters, inputs.source, run);
        const decoded = decode(parameters, encoded, inputs.target, run);
        if (encoded.weights === undefined || decoded.weights === undefined) return { logits: decoded.logits };
        return { logits: decoded.logits, weights: [encoded.weights, ...decoded.weights] };
      }),

    encode: (parameters, tokens) =>
      tidy((): EncodedSource => {
        const { context, mask } = encode(parameters, tokens, {});
        return { context, mask };
      }),

    next: (parameters, encoded, tokens, position) =>
      tidy(() => squeeze<Tensor2D>(decode(parameters, encoded, tokens, {}, position).logits, [1])),
  };
}

/** True where a token is no padding: `[B, L]` int32 → `[B, 1, L]` bool. */
function paddingMask(tokens: Tensor): Tensor3D {
  return expandDims(notEqual(tokens, PADDING), 1);
}
