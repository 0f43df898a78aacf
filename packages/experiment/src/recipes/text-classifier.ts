import {
  type TextClassifierParameters,
  textClassifier as textClassifierModel,
} from '@better-attention/models';
import { classification } from '@better-attention/training';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { ModelRecipe } from '../define.js';
import { countedMatmulsPerHead } from '../sweep/measure/counting.js';
import { wordsOf } from './words.js';

/** Settings of {@link textClassifier}. */
export interface TextClassifierRecipe {
  modelWidth: number;
  heads: number;
  /** Width of the feed-forward layer. */
  hiddenWidth: number;
  /** Width of the dense layer before the logits. */
  headWidth: number;
  dropout: number;
}

/** The text classifier of the models package; vocabulary, length and classes come from the data set. */
export function textClassifier(settings: TextClassifierRecipe): ModelRecipe {
  const { modelWidth } = settings;
  return {
    name: 'text-classifier',
    heads: settings.heads,
    settings: { ...settings },
    build({ mechanism, heads, dataset, datasetOptions }) {
      const { classes, fields, vocabularies } = dataset;
      const length = fields.tokens?.shape[0] as number;
      const model = textClassifierModel({
        ...settings,
        heads,
        mechanism,
        vocabularySize: datasetOptions.vocabularySize as number,
        length,
        classes: classes.length,
      });
      const inputs = (batch: { tokens?: unknown }) => ({ tokens: batch.tokens as Tensor2D });
      return {
        init: model.init,
        parameterCount: model.parameterCount,
        attentionParameterCount: model.attentionParameterCount,
        matmulsPerHead: countedMatmulsPerHead(mechanism, { modelWidth, heads, contextLength: length }),
        loss(parameters, batch, dropout) {
          const { logits } = model.apply(parameters as TextClassifierParameters, inputs(batch), { dropout });
          return classification(logits, batch.label as Tensor1D, batch.weight as Tensor1D);
        },
        inference: {
          inputs: { tokens: { shape: [length], dtype: 'int32' } },
          apply(parameters, batch) {
            const { logits } = model.apply(parameters as TextClassifierParameters, inputs(batch));
            return { logits };
          },
          about: { labels: [...classes] },
        },
        attention: {
          layers: ['block'],
          weights: (parameters, batch) =>
            model.apply(parameters as TextClassifierParameters, inputs(batch), { returnWeights: true })
              .weights ?? [],
          show(position, { tokens, label }, row) {
            const ids = tokens?.subarray(row * length, (row + 1) * length) ?? [];
            return {
              label: `test text ${position + 1}: ${classes[label?.[row] as number]}`,
              input: { kind: 'text', tokens: wordsOf(ids, vocabularies.tokens) },
            };
          },
        },
      };
    },
  };
}
