export {
  defineExperiment,
  type Experiment,
  type ModelRecipe,
  type Preset,
  type RunnableModel,
} from './define.js';
export { Failure } from './failure.js';
export { type TextClassifierRecipe, textClassifier } from './recipes/text-classifier.js';
export { type TranslatorRecipe, translator } from './recipes/translator.js';
export { VIT_OF_KERAS, type VitRecipe, vit } from './recipes/vit.js';
export { defineSweep, type Sweep } from './sweep/define.js';
