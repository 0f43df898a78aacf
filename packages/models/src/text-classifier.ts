import {
  type DenseParameters,
  dense,
  denseParameterCount,
  initDense,
  mechanism,
} from '@better-attention/attention';
import { mean, type Tensor, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import { type EmbeddingParameters, embedding, embeddingParameterCount, initEmbedding } from './embedding.js';
import type { AttentionOwnOptions, Model, ModelResult, ModelRun } from './model.js';
import { requireParameters } from './parameters.js';
import { type PostNormBlockParameters, postNormBlock } from './post-norm-block.js';
import { relu } from './relu.js';

/** Settings of a {@link textClassifier}. */
export interface TextClassifierOptions {
  /** V: token ids are 0 … V − 1. */
  readonly vocabularySize: number;
  /** L, the most tokens that a text may have; a mechanism that fixes the context length needs exactly as many. */
  readonly length: number;
  /** D */
  readonly modelWidth: number;
  /** H, a divisor of the model width. */
  readonly heads: number;
  /** The width between the two feed-forward maps of the block. */
  readonly hiddenWidth: number;
  /** The width of the layer between the mean and the logits. */
  readonly headWidth: number;
  /** C; two classes share one logit, the log-odds of class 1. */
  readonly classes: number;
  /** The rate of dropout after attention, feed-forward, mean and head layer. */
  readonly dropout: number;
  /** A registered attention mechanism. */
  readonly mechanism: string;
  /** Options of the mechanism's own, which it checks: `{ alignmentStart: 'identity' }` of `super`. */
  readonly attentionOptions?: AttentionOwnOptions | undefined;
}

/** Parameters of a {@link textClassifier}. */
export type TextClassifierParameters = {
  readonly embedding: EmbeddingParameters;
  readonly block: PostNormBlockParameters;
  readonly head: DenseParameters;
  readonly logits: DenseParameters;
};

/** `tokens` `[B, L]` int32. */
export type TextClassifierInputs = { readonly tokens: Tensor };

/** How one call of a text classifier's `apply` runs. */
export interface TextClassifierRun extends ModelRun {
  /** Whether the result holds the features (default false). */
  readonly returnFeatures?: boolean;
}

/** The logits, and on request `features` `[B, head width]`: what the ReLU layer before them gives, before dropout. */
export type TextClassifierResult = ModelResult & { readonly features?: Tensor2D };

/** A model of texts that can show what it reads its logits from. */
export interface TextClassifier extends Model<TextClassifierInputs, TextClassifierParameters> {
  apply(
    parameters: TextClassifierParameters,
    inputs: TextClassifierInputs,
    run?: TextClassifierRun,
  ): TextClassifierResult;
}

/**
 * Token and position embeddings, one post-norm transformer block, the mean over positions, a dense ReLU layer and the
 * logits: `[B, 1]` for two classes, else `[B, C]`. All tokens count, padding included.
 *
 * Source: arXiv:2403.01643v2, text classification; the Keras example “Text classification with Transformer”.
 *
 * @throws when the mechanism is unknown or the heads don't divide the model width
 */
export function textClassifier(options: TextClassifierOptions): TextClassifier {
  const { length, modelWidth, heads, hiddenWidth, headWidth, classes, dropout } = options;
  const attention = mechanism(options.mechanism)({
    ...options.attentionOptions,
    modelWidth,
    heads,
    contextLength: length,
  });
  const block = postNormBlock({ attention, modelWidth, hiddenWidth, dropout, epsilon: 1e-6 });
  const head = { inputs: modelWidth, outputs: headWidth };
  const logits = { inputs: headWidth, outputs: classes === 2 ? 1 : classes };
  const parameterCount =
    embeddingParameterCount(options) +
    block.parameterCount +
    denseParameterCount(head) +
    denseParameterCount(logits);
  return {
    name: 'text-classifier',
    parameterCount,
    attentionParameterCount: attention.parameterCount,

    init: (random) => ({
      embedding: initEmbedding(random.derive('embedding'), options),
      block: block.init(random.derive('block')),
      head: initDense(random.derive('head'), head),
      logits: initDense(random.derive('logits'), logits),
    }),

    apply: (parameters, { tokens }, { returnFeatures = false, ...run } = {}) =>
      tidy((): TextClassifierResult => {
        requireParameters('text-classifier', parameterCount, parameters);
        const drop = (values: Tensor) => run.dropout?.(values, dropout) ?? values;
        const embedded = embedding(tokens, parameters.embedding); // [B, L, D]
        const { output, weights } = block.apply(parameters.block, { x: embedded }, run); // [B, L, D]
        const summary = drop(mean(output, 1)); // [B, D]
        const features = relu(dense(summary, parameters.head)) as Tensor2D; // [B, head width]
        return {
          logits: dense(drop(features), parameters.logits) as Tensor2D,
          ...(weights && { weights: [weights] }),
          ...(returnFeatures && { features }),
        };
      }),
  };
}
