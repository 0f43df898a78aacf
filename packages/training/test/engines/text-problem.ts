import { textClassifier } from '@better-attention/models';
import { randomStream } from '@better-attention/random';
import { adam, type Batch, classification, correctClasses, type TrainingProblem } from '../../src/index.js';

export const VOCABULARY = 60;
export const LENGTH = 16;

/** A text classifier whose steps are taken in halves. */
export function textProblem(batchSize = 32): TrainingProblem {
  const sizes = { vocabularySize: VOCABULARY, length: LENGTH, classes: 2 };
  const widths = { modelWidth: 32, heads: 4, hiddenWidth: 32, headWidth: 6 };
  const model = textClassifier({ ...sizes, ...widths, dropout: 0.1, mechanism: 'standard' });
  return {
    fields: { tokens: { shape: [LENGTH], dtype: 'int32' }, label: { shape: [], dtype: 'int32' } },
    batchSize,
    optimiser: adam(),
    init: model.init,
    loss: (parameters, { tokens, label, weight }, dropout) => {
      const { logits } = model.apply(parameters as never, { tokens } as never, { dropout });
      return classification(logits as never, label as never, weight as never);
    },
    evaluate: (parameters, { tokens, label, weight }) => {
      const { logits } = model.apply(parameters as never, { tokens } as never);
      return {
        metrics: classification(logits, label as never, weight as never),
        correct: correctClasses(logits, label as never),
      };
    },
  };
}

/** Makes batches of which the examples from `first` on, as many as `counting`, have weight 1. */
export function batches(size: number, { first = 0, counting = size } = {}): (number: number) => Batch {
  return (number) => {
    const random = randomStream(1, number);
    return {
      tokens: Int32Array.from({ length: size * LENGTH }, () => random.integer(VOCABULARY)),
      label: Int32Array.from({ length: size }, () => random.integer(2)),
      weight: new Float32Array(size).fill(1, first, first + counting),
    };
  };
}
