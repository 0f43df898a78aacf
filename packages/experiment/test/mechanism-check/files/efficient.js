import { attendByDotProducts, denseParameterCount, initDense, splitHeads } from '@better-attention/attention';

/** A definition that is right, of which the other files change one thing. */
export const efficient = {
  matmulsPerHead: 4,
  options: {},
  parameterCount: ({ projection }) => 2 * denseParameterCount(projection),
  init: ({ projection }, random) => ({
    query: initDense(random.derive('query'), projection),
    output: initDense(random.derive('output'), projection),
  }),
  project: (_, { key, value, heads }) => ({
    keys: splitHeads(key, heads),
    values: splitHeads(value, heads),
  }),
  attend: attendByDotProducts,
};
