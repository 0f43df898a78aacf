export {
  defineExperiment,
  type Experiment,
  type ModelRecipe,
  type Preset,
  type RunnableModel,
} from './define.js';
export { Failure } from './failure.js';
export { type TextClassifierRecipe, textClassifier } from './recipes/text-classifier.js';
