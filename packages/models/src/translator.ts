import {
  type Attention,
  type DenseParameters,
  dense,
  denseParameterCount,
  initDense,
  mechanism,
} from '@better-attention/attention';
import {
  expandDims,
  gather,
  notEqual,
  squeeze,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tidy,
  zeros,
} from '@tensorflow/tfjs-core';
import { type CausalAttention, type DecoderBlockParameters, decoderBlock } from './decoder-block.js';
import {
  type EmbeddingParameters,
  embedding,
  embeddingAt,
  embeddingParameterCount,
  initEmbedding,
} from './embedding.js';
import type { AttentionOwnOptions, Model, ModelResult, ModelRun } from './model.js';
import { PADDING } from './padding.js';
import { requireParameters } from './parameters.js';
import { type PostNormBlockParameters, postNormBlock } from './post-norm-block.js';

/** One of the two languages. */
export interface TranslatorSide {
  /** V: token ids are 0 … V − 1, and 0 is padding. */
  readonly vocabularySize: number;
  /** The most tokens that a text may have; a mechanism that fixes the context length needs exactly as many, padding included. */
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
  /** Options of the mechanism's own, which it checks: `{ alignmentStart: 'identity' }` of `super`. */
  readonly attentionOptions?: AttentionOwnOptions | undefined;
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

/**
 * Where decoding stands: tensors by name, examples on the first axis. Keys and values are in the mechanism's layout.
 */
export type TranslatorState = {
  readonly sourceKeys: Tensor;
  readonly sourceValues: Tensor;
  /** `[B, 1, Ls]` bool: the source's tokens, false at padding. */
  readonly sourceMask: Tensor;
  /** Of the target positions so far, zeros at the others. */
  readonly targetKeys: Tensor;
  readonly targetValues: Tensor;
};

/** The tensors of a {@link TranslatorState} for which {@link Translator.next} has new ones. */
export type TargetState = Pick<TranslatorState, 'targetKeys' | 'targetValues'>;

/** What {@link Translator.next} computes from. */
export interface NextInputs {
  readonly state: TranslatorState;
  /** `[B, Lt]` int32, Lt being the target's full length; tokens after the position make no difference. */
  readonly target: Tensor;
  /** `[1]` int32: 0, then 1, and so on. */
  readonly position: Tensor1D;
  /** `[B]` int32: the row of the state, of the same source, whose target each row continues; without it, its own. */
  readonly continued?: Tensor1D;
}

/** A model that predicts each token of a target text from a source text and the target's earlier tokens. */
export interface Translator extends Model<TranslatorInputs, TranslatorParameters, Tensor3D> {
  /** The source `[B, Ls]` int32 as {@link next} needs it, before the first target position. */
  encode(parameters: TranslatorParameters, source: Tensor): TranslatorState;
  /** The shapes and types of a state for `batch` texts: with them one compiled graph of {@link next} serves all positions. */
  stateSpecs(batch: number): StateSpecs;
  /**
   * The logits `[B, V]` that `apply` has at one target position, computed at that position alone: keys and values of
   * the source and of earlier positions come from the state.
   */
  next(parameters: TranslatorParameters, inputs: NextInputs): TargetState & { readonly logits: Tensor2D };
}

/** Shape and element type of each tensor of a {@link TranslatorState}. */
export type StateSpecs = {
  readonly [Name in keyof TranslatorState]: {
    readonly shape: readonly number[];
    readonly dtype: 'float32' | 'bool';
  };
};

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
  const attend = ({ length }: TranslatorSide) =>
    mechanism(options.mechanism)({ ...options.attentionOptions, modelWidth, heads, contextLength: length });
  const toSource = attend(options.source);
  const toTarget = attend(options.target);
  if (!hasCache(toTarget) || !hasCache(toSource)) {
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

  const stateSpecs = (batch: number): StateSpecs => {
    const float = (shape: readonly number[]) => ({ shape, dtype: 'float32' as const });
    const ofSource = toSource.cache.shapes(batch, source.length);
    const ofTarget = toTarget.cache.shapes(batch, target.length);
    return {
      sourceKeys: float(ofSource.keys),
      sourceValues: float(ofSource.values),
      sourceMask: { shape: [batch, 1, source.length], dtype: 'bool' },
      targetKeys: float(ofTarget.keys),
      targetValues: float(ofTarget.values),
    };
  };

  const parameterCount =
    embeddingParameterCount(source) +
    embeddingParameterCount(target) +
    encoder.parameterCount +
    decoder.parameterCount +
    denseParameterCount(logits);

  return {
    name: 'translator',
    parameterCount,
    attentionParameterCount: 2 * toSource.parameterCount + toTarget.parameterCount,

    init: (random) => ({
      source: initEmbedding(random.derive('source'), source),
      target: initEmbedding(random.derive('target'), target),
      encoder: encoder.init(random.derive('encoder')),
      decoder: decoder.init(random.derive('decoder')),
      logits: initDense(random.derive('logits'), logits),
    }),

    apply: (parameters, inputs, run = {}) =>
      tidy((): ModelResult<Tensor3D> => {
        requireParameters('translator', parameterCount, parameters);
        const encoded = encode(parameters, inputs.source, run);
        const { context, mask: contextMask } = encoded;
        const x = embedding(inputs.target, parameters.target); // [B, Lt, D]
        const mask = paddingMask(inputs.target);
        const decoded = decoder.apply(parameters.decoder, { x, mask, context, contextMask }, run);
        const dropped = run.dropout?.(decoded.output, dropout) ?? decoded.output;
        const result = dense(dropped, parameters.logits) as Tensor3D;
        if (encoded.weights === undefined || decoded.weights === undefined) return { logits: result };
        return { logits: result, weights: [encoded.weights, ...decoded.weights] };
      }),

    encode: (parameters, tokens) =>
      tidy((): TranslatorState => {
        requireParameters('translator', parameterCount, parameters);
        const { context, mask } = encode(parameters, tokens, {});
        const { keys, values } = decoder.project(parameters.decoder, context, mask);
        const specs = stateSpecs(tokens.shape[0] as number);
        return {
          sourceKeys: keys,
          sourceValues: values,
          sourceMask: mask,
          targetKeys: zeros([...specs.targetKeys.shape]),
          targetValues: zeros([...specs.targetValues.shape]),
        };
      }),

    stateSpecs,

    next: (parameters, { state, target: tokens, position, continued }) =>
      tidy(() => {
        requireParameters('translator', parameterCount, parameters);
        const earlier = (x: Tensor) => (continued === undefined ? x : gather(x, continued));
        const { output, memory } = decoder.step(parameters.decoder, {
          x: embeddingAt(tokens, position, parameters.target), // [B, 1, D]
          mask: paddingMask(tokens),
          position,
          memory: { keys: earlier(state.targetKeys), values: earlier(state.targetValues) },
          context: { keys: state.sourceKeys, values: state.sourceValues },
          contextMask: state.sourceMask,
        });
        return {
          logits: squeeze<Tensor2D>(dense(output, parameters.logits), [1]),
          targetKeys: memory.keys,
          targetValues: memory.values,
        };
      }),
  };
}

function hasCache(attention: Attention): attention is CausalAttention {
  return attention.cache !== undefined;
}

/** False where a token is padding: `[B, L]` int32 → `[B, 1, L]` bool. */
function paddingMask(tokens: Tensor): Tensor3D {
  return expandDims(notEqual(tokens, PADDING), 1);
}
