/**
 * Transformers as pure functions that take their attention mechanism by name.
 *
 * @module @better-attention/models
 */
export type { Dropout } from '@better-attention/attention';
export type { DecoderBlockParameters } from './decoder-block.js';
export {
  type BeamOptions,
  beamDecode,
  type DecodingOptions,
  type DecodingStep,
  type DecodingStepInputs,
  greedyDecode,
} from './decoding.js';
export type { EmbeddingParameters } from './embedding.js';
export type { FeedForwardParameters } from './feed-forward.js';
export type { LayerNormalisationParameters } from './layer-normalisation.js';
export type { AttentionOwnOptions, Model, ModelResult, ModelRun, ParameterTree } from './model.js';
export { imagePatches, type PatchOptions, type PatchShape, patchShape } from './patches.js';
export type { PostNormBlockParameters } from './post-norm-block.js';
export type { PreNormBlockParameters } from './pre-norm-block.js';
export {
  type TextClassifier,
  type TextClassifierInputs,
  type TextClassifierOptions,
  type TextClassifierParameters,
  type TextClassifierResult,
  type TextClassifierRun,
  textClassifier,
} from './text-classifier.js';
export {
  type NextInputs,
  type StateSpecs,
  type TargetState,
  type Translator,
  type TranslatorInputs,
  type TranslatorOptions,
  type TranslatorParameters,
  type TranslatorSide,
  type TranslatorState,
  translator,
} from './translator.js';
export { type VitInputs, type VitOptions, type VitParameters, vit } from './vit.js';
