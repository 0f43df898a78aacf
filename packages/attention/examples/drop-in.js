/**
 * Swaps the attention of a small transformer in TensorFlow.js: `node packages/attention/examples/drop-in.js`.
 *
 * It learns whether the first token of a sequence comes again in it. Sequences have 3 to 6 tokens and end in padding.
 */
import '@tensorflow/tfjs-backend-cpu';
import { standardAttention, superAttention } from '@better-attention/attention/layers';
import { randomStream } from '@better-attention/random';
import * as tf from '@tensorflow/tfjs-core';
import { initializers, input, layers, model } from '@tensorflow/tfjs-layers';

const LENGTH = 6;
const TOKENS = 4;
const WIDTH = 16;

/** The model; `attention` is all that differs. */
function transformer(attention) {
  const tokens = input({ shape: [LENGTH], dtype: 'int32' });
  const embedding = { inputDim: TOKENS + 1, outputDim: WIDTH, maskZero: true };
  const embedded = layers
    .embedding({
      ...embedding,
      embeddingsInitializer: initializers.randomUniform({ seed: 1, minval: -1, maxval: 1 }),
    })
    .apply(tokens);
  const attended = layers.add().apply([embedded, attention({ heads: 2, seed: 1 }).apply(embedded)]);
  const normalised = layers.layerNormalization().apply(attended);
  const hidden = dense(2 * WIDTH, 'relu', 2).apply(layers.flatten().apply(normalised));
  return model({ inputs: tokens, outputs: dense(1, 'sigmoid', 3).apply(hidden) });
}

function dense(units, activation, seed) {
  return layers.dense({ units, activation, kernelInitializer: initializers.glorotUniform({ seed }) });
}

/** Sequences, half of which have their first token once more. */
function sequences(count, random) {
  const examples = Array.from({ length: count }, (_, position) => {
    const again = position % 2;
    const length = 3 + random.integer(LENGTH - 2);
    const first = 1 + random.integer(TOKENS);
    const others = Array.from(
      { length: length - 1 },
      () => 1 + ((first + random.integer(TOKENS - 1)) % TOKENS),
    );
    if (again) others[random.integer(length - 1)] = first;
    return { again, tokens: [first, ...others, ...Array(LENGTH - length).fill(0)] };
  });
  const tokens = tf.tensor2d(
    examples.map((example) => example.tokens),
    [count, LENGTH],
    'int32',
  );
  return { tokens, labels: tf.tensor2d(examples.map(({ again }) => [again])) };
}

const training = sequences(256, randomStream(0, 'training'));
const test = sequences(256, randomStream(0, 'test'));
for (const attention of [standardAttention, superAttention]) {
  const classifier = transformer(attention);
  classifier.compile({ optimizer: tf.train.adam(0.01), loss: 'binaryCrossentropy', metrics: ['accuracy'] });
  await classifier.fit(training.tokens, training.labels, {
    epochs: 15,
    batchSize: 32,
    shuffle: false,
    verbose: 0,
  });
  const [, accuracy] = classifier.evaluate(test.tokens, test.labels);
  const percent = (100 * (await accuracy.data())[0]).toFixed(1);
  console.log(
    `${classifier.layers[2].getClassName()}: ${classifier.countParams()} parameters, ${percent} % of the test set`,
  );
}
