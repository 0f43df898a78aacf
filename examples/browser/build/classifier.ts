import { type TextClassifierParameters, textClassifier } from '@better-attention/models';
import { randomStream } from '@better-attention/random';
import {
  adam,
  classification,
  type Examples,
  onnxEngine,
  type TrainingProblem,
  train,
} from '@better-attention/training';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { ParameterArray } from '../src/export.js';
import { BATCH_SIZE, CLASSIFIER, LEARNING_RATE } from '../src/settings.js';

const SEED = 1;
const EPOCHS = 5;

/** A classifier after its training. */
export interface TrainedClassifier {
  readonly mechanism: string;
  /** By path, e.g. `embedding.token`. */
  readonly parameters: Readonly<Record<string, ParameterArray>>;
  /** The share of the test reviews that it tells right. */
  readonly accuracy: number;
}

/** Trains a classifier on the engine `onnx`, and takes it from the epoch with the best validation accuracy. */
export async function trainClassifier(
  mechanism: string,
  parts: Record<'train' | 'validation' | 'test', Examples>,
): Promise<TrainedClassifier> {
  const model = textClassifier({ ...CLASSIFIER, mechanism });
  const problem: TrainingProblem = {
    fields: {
      tokens: { shape: [CLASSIFIER.length], dtype: 'int32' },
      label: { shape: [], dtype: 'int32' },
    },
    batchSize: BATCH_SIZE,
    optimiser: adam({ learningRate: LEARNING_RATE }),
    init: model.init,
    loss(parameters, { tokens, label, weight }, dropout) {
      const inputs = { tokens: tokens as Tensor2D };
      const { logits } = model.apply(parameters as TextClassifierParameters, inputs, { dropout });
      return classification(logits, label as Tensor1D, weight as Tensor1D);
    },
  };
  const random = randomStream(SEED);
  const engine = await onnxEngine();
  const trainer = await engine.prepare(problem, random.derive('initialisation'));
  const options = { batchSize: BATCH_SIZE, epochs: EPOCHS, select: 'accuracy', random };
  const { test } = await train(trainer, { ...parts, ...options });
  const { parameters } = await trainer.snapshot();
  await trainer.dispose();
  return {
    mechanism,
    parameters: parameters as TrainedClassifier['parameters'],
    accuracy: test.accuracy as number,
  };
}
