import {
  type TextClassifierParameters,
  textClassifier as textClassifierModel,
} from '@better-attention/models';
import { classification } from '@better-attention/training';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { ModelRecipe } from '../define.js';

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
  return {
    name: 'text-classifier',
    heads: settings.heads,
    settings: { ...settings },
    build({ mechanism, heads, dataset, datasetOptions }) {
      const model = textClassifierModel({
        ...settings,
        heads,
        mechanism,
        vocabularySize: datasetOptions.vocabularySize as number,
        length: dataset.fields.tokens?.shape[0] as number,
        classes: dataset.classes.length,
      });
      return {
        init: model.init,
        parameterCount: model.parameterCount,
        attentionParameterCount: model.attentionParameterCount,
        matmulsPerHead: model.matmulsPerHead,
        loss(parameters, batch, dropout) {
          const inputs = { tokens: batch.tokens as Tensor2D };
          const { logits } = model.apply(parameters as TextClassifierParameters, inputs, { dropout });
          return classification(logits, batch.label as Tensor1D, batch.weight as Tensor1D);
        },
      };
    },
  };
}
