import { type RandomStream, randomStream } from '@better-attention/random';
import * as tf from '@tensorflow/tfjs-core';
import {
  adam,
  type Batch,
  type BatchTensors,
  classification,
  correctClasses,
  type Dropout,
  type TrainingProblem,
  tokenClassification,
} from '../src/index.js';

const VOCABULARY = 13;
const LENGTH = 4;
const WIDTH = 3;

/** A small classifier with everything that an engine has to handle: embedding, dropout, a bias, a fourth class. */
export const problem: TrainingProblem = {
  fields: { tokens: { shape: [LENGTH], dtype: 'int32' }, label: { shape: [], dtype: 'int32' } },
  batchSize: 8,
  optimiser: adam({ learningRate: 0.05 }),
  init: (random) => ({
    embedding: tf.tensor2d(normals(random.derive('embedding'), VOCABULARY * WIDTH), [VOCABULARY, WIDTH]),
    head: {
      kernel: tf.tensor2d(normals(random.derive('kernel'), WIDTH * 4), [WIDTH, 4]),
      bias: tf.zeros([4]),
    },
  }),
  loss(parameters, batch: BatchTensors, dropout: Dropout) {
    return classification(
      logitsOf(parameters, batch, dropout),
      batch.label as tf.Tensor1D,
      batch.weight as tf.Tensor1D,
    );
  },
  evaluate(parameters, batch: BatchTensors) {
    const logits = logitsOf(parameters, batch, (values) => values);
    return {
      metrics: classification(logits, batch.label as tf.Tensor1D, batch.weight as tf.Tensor1D),
      correct: correctClasses(logits, batch.label as tf.Tensor1D),
    };
  },
};

function logitsOf(parameters: unknown, batch: BatchTensors, dropout: Dropout): tf.Tensor2D {
  const { embedding, head } = parameters as {
    embedding: tf.Tensor2D;
    head: { kernel: tf.Tensor2D; bias: tf.Tensor1D };
  };
  const ids = tf.reshape(batch.tokens as tf.Tensor2D, [-1]) as tf.Tensor1D;
  const words = tf.reshape(tf.gather(embedding, ids), [-1, LENGTH, WIDTH]);
  const hidden = dropout(tf.tanh(tf.mean(dropout(words, 0.2), 1)), 0.5);
  return tf.add(tf.matMul(hidden as tf.Tensor2D, head.kernel), head.bias) as tf.Tensor2D;
}

/** A model that says of each of two positions which of four tokens is there, whatever it is given. */
export const tokenProblem: TrainingProblem = {
  fields: { label: { shape: [2], dtype: 'int32' } },
  batchSize: 2,
  optimiser: adam({ learningRate: 0.05 }),
  init: (random) => ({ logits: tf.tensor2d(normals(random, 8), [2, 4]) }),
  loss(parameters, { label, weight }) {
    const { logits } = parameters as { logits: tf.Tensor2D };
    const repeated = tf.tile(tf.expandDims(logits, 0), [label?.shape[0] as number, 1, 1]) as tf.Tensor3D;
    return tokenClassification(repeated, label as tf.Tensor2D, weight as tf.Tensor1D);
  },
};

/** Examples of {@link tokenProblem}. */
export function texts(rows: readonly (readonly number[])[]) {
  const batch = (positions: Uint32Array): Batch => ({
    label: Int32Array.from([...positions].flatMap((position) => rows[position] as readonly number[])),
  });
  return { size: rows.length, batch };
}

/** Examples whose label can be learnt: the first token modulo 4. */
export function examples(size: number, seed: number) {
  const random = randomStream(seed, 'examples');
  const tokens = Int32Array.from({ length: size * LENGTH }, () => random.integer(VOCABULARY));
  return {
    size,
    batch: (positions: Uint32Array): Batch => ({
      tokens: Int32Array.from({ length: positions.length * LENGTH }, (_, at) => {
        const position = positions[Math.floor(at / LENGTH)] as number;
        return tokens[position * LENGTH + (at % LENGTH)] as number;
      }),
      label: Int32Array.from(positions, (position) => (tokens[position * LENGTH] as number) % 4),
    }),
  };
}

function normals(random: RandomStream, count: number): Float32Array {
  return Float32Array.from({ length: count }, () => random.normal());
}
