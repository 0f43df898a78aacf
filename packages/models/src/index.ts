export type { Dropout } from '@better-attention/attention';
export { type EmbeddingParameters, embedding, initEmbedding } from './embedding.js';
export {
  initLayerNormalisation,
  type LayerNormalisationParameters,
  layerNormalisation,
} from './layer-normalisation.js';
export type { Model, ModelResult, ModelRun, ParameterTree } from './model.js';
export {
  type PostNormBlock,
  type PostNormBlockOptions,
  type PostNormBlockParameters,
  postNormBlock,
} from './post-norm-block.js';
export {
  type TextClassifierInputs,
  type TextClassifierOptions,
  type TextClassifierParameters,
  textClassifier,
} from './text-classifier.js';
