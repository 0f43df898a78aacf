import {
  defineMechanism,
  dense,
  denseParameterCount,
  dotProductAttention,
  initDense,
  splitHeads,
} from '@better-attention/attention';
import * as tf from '@tensorflow/tfjs-core';

const SCALE = 10;

/** Vectors of length 1; 1e-6 keeps the gradient of a zero vector finite. */
const unit = (rows) => tf.div(rows, tf.sqrt(tf.add(tf.sum(tf.square(rows), -1, true), 1e-6)));

/** Efficient attention by cosine similarity: softmax(s · cos(Q, K)) V. */
export default defineMechanism({
  name: 'cosine',
  matmulsPerHead: 4,
  options: {},
  parameterCount: ({ projection }) => 2 * denseParameterCount(projection),
  init: ({ projection }, random) => ({
    query: initDense(random.derive('query'), projection),
    output: initDense(random.derive('output'), projection),
  }),
  constants: ({ headWidth }) => SCALE * Math.sqrt(headWidth),
  project: (_, { key, value, heads }) => ({
    keys: unit(splitHeads(key, heads)), // [B, H, Lk, Dh]
    values: splitHeads(value, heads), // [B, H, Lk, Dh]
  }),
  attend(parameters, { query, memory, heads, ...run }, scale) {
    const queries = tf.mul(unit(splitHeads(dense(query, parameters.query), heads)), scale);
    return dotProductAttention({ queries, ...memory }, run); // softmax(Q Kᵀ / √Dh) V
  },
});
