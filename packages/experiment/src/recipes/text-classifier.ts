import type { TextDataset } from '@better-attention/datasets';
import {
  type TextClassifierParameters,
  textClassifier as textClassifierModel,
} from '@better-attention/models';
import { classification, correctClasses, type Dropout } from '@better-attention/training';
import { greater, max, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import type { CountOptions, ModelRecipe } from '../definition/model.js';
import { at } from '../support/at.js';
import { countsOf } from './model-counts.js';
import { wordsOf } from './words.js';

/** Settings of {@link textClassifier}. */
export interface TextClassifierRecipe {
  readonly modelWidth: number;
  readonly heads: number;
  /** Width of the feed-forward layer. */
  readonly hiddenWidth: number;
  /** Width of the dense layer before the logits. */
  readonly headWidth: number;
  readonly dropout: number;
}

/** What a batch of a text data set holds. */
type Texts = { readonly tokens: Tensor2D; readonly label: Tensor1D; readonly weight: Tensor1D };
type TextArrays = { readonly tokens: Int32Array; readonly label: Int32Array };

/** The text classifier of the models package; vocabulary, length and classes come from the data set. */
export function textClassifier(settings: TextClassifierRecipe): ModelRecipe<TextDataset> {
  const modelOf = ({ mechanism, heads, attentionOptions, outline }: CountOptions<TextDataset>) => {
    const model = textClassifierModel({ ...settings, ...outline, heads, mechanism, attentionOptions });
    const layer = { modelWidth: settings.modelWidth, heads, contextLength: outline.length };
    return { model, counts: () => countsOf(model, mechanism, layer) };
  };
  return {
    name: 'text-classifier',
    heads: settings.heads,
    settings: { ...settings },
    count: (options) => modelOf(options).counts(),
    build({ dataset, ...options }) {
      const { classes, vocabularies, vocabularySize, length, lineBreaks } = dataset;
      const outline = { vocabularySize, length, classes: classes.length };
      const { model, counts } = modelOf({ ...options, outline });
      return {
        ...counts(),
        init: model.init,
        loss(parameters: TextClassifierParameters, { tokens, label, weight }: Texts, dropout: Dropout) {
          return classification(model.apply(parameters, { tokens }, { dropout }).logits, label, weight);
        },
        evaluate(parameters: TextClassifierParameters, { tokens, label, weight }: Texts) {
          const { logits, features } = model.apply(parameters, { tokens }, { returnFeatures: true });
          return {
            metrics: classification(logits, label, weight),
            correct: correctClasses(logits, label),
            active: features && greater(max(features, 0), 0),
          };
        },
        inference: {
          inputs: { tokens: { shape: [length], dtype: 'int32' } },
          apply: (parameters: TextClassifierParameters, { tokens }: Texts) => ({
            logits: model.apply(parameters, { tokens }).logits,
          }),
          about: { labels: [...classes], lineBreaks },
        },
        attention: {
          layers: ['block'],
          weights: (parameters: TextClassifierParameters, { tokens }: Texts) =>
            model.apply(parameters, { tokens }, { returnWeights: true }).weights ?? [],
          show(position: number, { tokens, label }: TextArrays, row: number) {
            const ids = tokens.subarray(row * length, (row + 1) * length);
            return {
              label: `test text ${position + 1}: ${at(classes, at(label, row))}`,
              input: { kind: 'text', tokens: wordsOf(ids, vocabularies.tokens) },
            };
          },
        },
      };
    },
  };
}
