/**
 * Attention by the cosine of queries and keys in place of their dot product:
 *
 *     S_i = softmax(cos(Q W_i^Q, K_i) / τ)
 *     Z_i = S_i V_i
 *     O   = (Z_1, …, Z_H) W^O
 *
 * Shapes: B examples, H heads, Lq queries and Lk keys, D the width of the model, Dh = D / H that of a head.
 */
import {
  defineMechanism,
  dense,
  denseParameterCount,
  dotProductAttention,
  initDense,
  splitHeads,
} from '@better-attention/attention';
import * as tf from '@tensorflow/tfjs-core';

/** Rows of length 1. The small number keeps the gradient of a row of zeros finite: the root has none at 0. */
const unit = (rows) => tf.div(rows, tf.sqrt(tf.add(tf.sum(tf.square(rows), -1, true), 1e-6)));

export default defineMechanism({
  // What it is called in commands, records and reports.
  name: 'my-cosine',

  // Matrix products for one head: W^Q, the scores, the weighted sum, W^O. `npm run check` counts them.
  matmulsPerHead: 4,

  // Options of its own. Each is a function: it takes what is given, perhaps nothing, and returns it or the default.
  options: {
    temperature(given = 0.1) {
      if (given > 0) return given;
      throw new Error(`my-cosine attention: expected a temperature above 0, got ${given}`);
    },
  },

  // How many numbers `init` makes: two linear maps [D, D] with their biases.
  parameterCount: ({ projection }) => 2 * denseParameterCount(projection),

  // The parameters before the first step. Random numbers come from the stream alone, so that seeds can be repeated.
  init: ({ projection }, random) => ({
    query: initDense(random.derive('query'), projection),
    output: initDense(random.derive('output'), projection), // W^O, which is applied for you
  }),

  // What is the same in every call and isn't trained. dotProductAttention divides by √Dh, which this takes back.
  constants: ({ temperature, headWidth }) => Math.sqrt(headWidth) / temperature,

  // What keys and values become, whatever the query: a decoder keeps it from one position to the next.
  project: (_, { key, value, heads }) => ({
    keys: unit(splitHeads(key, heads)), // [B, Lk, D] → [B, H, Lk, Dh]
    values: splitHeads(value, heads), // [B, Lk, D] → [B, H, Lk, Dh]
  }),

  // What queries make of that: `attended` [B, H, Lq, Dh], and `weights` [B, H, Lq, Lk]. `run` has the masks, which
  // dotProductAttention applies; without it, use `run.allowed.pairs` yourself.
  attend(parameters, { query, memory, heads, ...run }, scale) {
    const queries = unit(splitHeads(dense(query, parameters.query), heads)); // [B, H, Lq, Dh]
    return dotProductAttention({ queries: tf.mul(queries, scale), ...memory }, run);
  },
});
