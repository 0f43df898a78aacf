import { type TextClassifierParameters, textClassifier } from '@better-attention/models';
import { randomStream } from '@better-attention/random';
import { entries, leaves, mapTree } from '@better-attention/tfjs-onnx/recorder';
import * as tf from '@tensorflow/tfjs-core';
import type { ParameterArray } from './export.js';
import { type Reviews, selectReviews } from './reviews.js';
import { BATCH_SIZE, CLASSIFIER, LEARNING_RATE } from './settings.js';

/** A step of training: its loss and accuracy are those before the update, with dropout. */
interface Step {
  readonly epoch: number;
  /** Steps taken, this one included. */
  readonly step: number;
  readonly steps: number;
  readonly loss: number;
  readonly accuracy: number;
  readonly milliseconds: number;
  /** After the last step of an epoch, without dropout. */
  readonly test?: { readonly loss: number; readonly accuracy: number };
}

/** What is trained, on what, and for how long. */
export interface TrainingOptions {
  readonly mechanism: string;
  readonly train: Reviews;
  readonly test: Reviews;
  readonly epochs: number;
  readonly seed: number;
}

/** A classifier in training. */
export interface Training {
  readonly parameterCount: number;
  /** Takes the steps, one each time it is asked for the next; leave the loop to stop. */
  steps(): AsyncGenerator<Step>;
  /** The parameters as they are, by path. */
  parameters(): Promise<Record<string, ParameterArray>>;
  dispose(): void;
}

/** A new classifier on the current TensorFlow.js backend, with Adam. */
export function startTraining({ mechanism, train, test, epochs, seed }: TrainingOptions): Training {
  const model = textClassifier({ ...CLASSIFIER, mechanism });
  const random = randomStream(seed);
  const initial = model.init(random.derive('initialisation'));
  const parameters = mapTree(initial, (value: tf.Tensor) => tf.variable(value)) as TextClassifierParameters;
  const variables = leaves<tf.Tensor>(parameters) as tf.Variable[];
  tf.dispose(leaves<tf.Tensor>(initial));
  const optimiser = tf.train.adam(LEARNING_RATE);

  function loss({ size, tokens, labels }: Reviews, dropout?: (values: tf.Tensor, rate: number) => tf.Tensor) {
    const { logits } = model.apply(
      parameters,
      { tokens: tf.tensor2d(tokens, [size, CLASSIFIER.length], 'int32') },
      { dropout },
    );
    const targets = tf.tensor2d(Float32Array.from(labels), [size, 1]);
    const right = tf.equal(tf.greater(logits, 0), tf.greater(targets, 0));
    return {
      loss: tf.losses.sigmoidCrossEntropy(targets, logits) as tf.Scalar,
      accuracy: tf.mean(tf.cast(right, 'float32')) as tf.Scalar,
    };
  }

  function takeStep(reviews: Reviews, step: number): Metrics {
    const masks = random.derive('dropout', step);
    const drop = (values: tf.Tensor, rate: number) => {
      const kept = tf.tensor(masks.bernoulli(values.size, 1 - rate), values.shape, 'bool');
      return tf.mul(values, tf.mul(tf.cast(kept, 'float32'), 1 / (1 - rate)));
    };
    return tf.tidy(() => {
      let accuracy: tf.Scalar | undefined;
      const cost = optimiser.minimize(
        () => {
          const metrics = loss(reviews, drop);
          accuracy = tf.keep(metrics.accuracy);
          return metrics.loss;
        },
        true,
        variables,
      );
      return { loss: cost as tf.Scalar, accuracy: accuracy as tf.Scalar };
    });
  }

  async function evaluate(): Promise<{ loss: number; accuracy: number }> {
    const sums = { loss: 0, accuracy: 0 };
    for (let start = 0; start < test.size; start += BATCH_SIZE) {
      const batch = selectReviews(test, positionsFrom(start, Math.min(test.size, start + BATCH_SIZE)));
      const metrics = await numbers(tf.tidy(() => loss(batch)));
      sums.loss += (metrics.loss * batch.size) / test.size;
      sums.accuracy += (metrics.accuracy * batch.size) / test.size;
    }
    return sums;
  }

  async function* steps(): AsyncGenerator<Step> {
    const stepsPerEpoch = Math.floor(train.size / BATCH_SIZE);
    for (let epoch = 1; epoch <= epochs; epoch++) {
      const order = random.derive('order', epoch).permutation(train.size);
      for (let number = 0; number < stepsPerEpoch; number++) {
        const step = (epoch - 1) * stepsPerEpoch + number + 1;
        const started = performance.now();
        const batch = selectReviews(train, order.subarray(number * BATCH_SIZE, (number + 1) * BATCH_SIZE));
        const metrics = await numbers(takeStep(batch, step));
        const milliseconds = performance.now() - started;
        const last = number === stepsPerEpoch - 1;
        yield {
          epoch,
          step,
          steps: epochs * stepsPerEpoch,
          ...metrics,
          milliseconds,
          ...(last && { test: await evaluate() }),
        };
      }
    }
  }

  return {
    parameterCount: model.parameterCount,
    steps,
    async parameters() {
      const arrays = entries<tf.Tensor>(parameters).map(async ([path, tensor]) => {
        const values = (await tensor.data<'float32'>()).slice();
        return [path, { shape: tensor.shape, values }] as const;
      });
      return Object.fromEntries(await Promise.all(arrays));
    },
    dispose() {
      tf.dispose(variables);
      optimiser.dispose();
    },
  };
}

type Metrics = { readonly loss: tf.Scalar; readonly accuracy: tf.Scalar };

/** The numbers of metrics, whose tensors are then disposed of. */
async function numbers({ loss, accuracy }: Metrics): Promise<{ loss: number; accuracy: number }> {
  const [[lossValue], [accuracyValue]] = await Promise.all([loss.data(), accuracy.data()]);
  tf.dispose([loss, accuracy]);
  return { loss: lossValue as number, accuracy: accuracyValue as number };
}

function positionsFrom(start: number, end: number): Uint32Array {
  return Uint32Array.from({ length: end - start }, (_, at) => start + at);
}
