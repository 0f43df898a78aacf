export type { Dropout } from '@better-attention/attention';
export type { EmbeddingParameters } from './embedding.js';
export type { LayerNormalisationParameters } from './layer-normalisation.js';
export type { Model, ModelResult, ModelRun, ParameterTree } from './model.js';
export type { PostNormBlockParameters } from './post-norm-block.js';
export {
  type TextClassifierInputs,
  type TextClassifierOptions,
  type TextClassifierParameters,
  textClassifier,
} from './text-classifier.js';
