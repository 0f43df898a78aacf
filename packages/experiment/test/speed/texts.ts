import { imdb } from '@better-attention/datasets';
import { adam } from '@better-attention/training';
import { defineExperiment } from '../../src/definition/define-experiment.js';
import { speedModels } from '../../src/definition/speed-model.js';
import { syntheticTexts } from '../../src/recipes/synthetic-data.js';
import { textClassifier } from '../../src/recipes/text-classifier.js';

/** A small table of texts, whose model is timed. */
const texts = defineExperiment({
  name: 'texts',
  title: 'Texts',
  dataset: imdb({ vocabularySize: 50, length: 8 }),
  model: textClassifier({ modelWidth: 8, heads: 2, hiddenWidth: 8, headWidth: 6, dropout: 0.1 }),
  training: { optimiser: adam({ learningRate: 1e-3 }), batchSize: 8, epochs: 1, select: 'accuracy' },
  columns: ['loss', 'accuracy'],
  headline: 'accuracy',
  mechanisms: ['standard', 'super'],
  seeds: 1,
  presets: {
    cpu: { because: 'fewer epochs', epochs: 1 },
    paper: { because: 'the paper’s' },
    wide: { because: 'larger batches', batchSize: 16 },
  },
  deviations: [],
});

/** As a table of step times is given it. */
export const timedTexts = {
  experiment: texts,
  examples: () => syntheticTexts({ classes: 2, words: [2, 12] as const }),
};

/** Its model at the sizes of preset paper. */
export const [model] = speedModels({ tables: [timedTexts], sizes: ['paper'], largestBatch: {} });
