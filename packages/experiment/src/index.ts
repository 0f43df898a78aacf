/**
 * Experiments as data, and the recipes of their models.
 *
 * @module @better-attention/experiment
 */
export {
  defineExperiment,
  type Experiment,
  type ExperimentData,
  type ExperimentDefinition,
  type Preset,
} from './definition/define-experiment.js';
export { defineLayers, type Layers } from './definition/define-layers.js';
export { defineSpeed, type Speed } from './definition/define-speed.js';
export type {
  AttentionProbe,
  CountOptions,
  Examination,
  ExamineOptions,
  Inference,
  ModelCounts,
  ModelOptions,
  ModelRecipe,
  RunnableModel,
  Translations,
} from './definition/model.js';
export type { SyntheticData, TimedTable } from './definition/speed-model.js';
export {
  type CheckOptions,
  checkMechanism,
  type Finding,
  MECHANISM_CHECKS,
} from './mechanism-check/check-mechanism.js';
export { syntheticImages, syntheticPairs, syntheticTexts, type Words } from './recipes/synthetic-data.js';
export { type TextClassifierRecipe, textClassifier } from './recipes/text-classifier.js';
export { type TranslatorRecipe, translator } from './recipes/translator.js';
export { VIT_OF_KERAS, type VitRecipe, vit } from './recipes/vit.js';
export { Failure } from './support/failure.js';
export type { Json } from './support/json.js';
