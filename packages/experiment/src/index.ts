/**
 * Experiments as data, and the recipes of their models.
 *
 * @module @better-attention/experiment
 */
export {
  type AttentionProbe,
  defineExperiment,
  type Examination,
  type Experiment,
  type ExperimentData,
  type Inference,
  type Json,
  type ModelOptions,
  type ModelRecipe,
  type Preset,
  type RunnableModel,
} from './define.js';
export { Failure } from './failure.js';
export { type TextClassifierRecipe, textClassifier } from './recipes/text-classifier.js';
export { type TranslatorRecipe, translator } from './recipes/translator.js';
export { VIT_OF_KERAS, type VitRecipe, vit } from './recipes/vit.js';
export { defineSweep, type Sweep } from './sweep/define.js';
