import { defineMechanism } from '@better-attention/attention';
import { randomUniform } from '@tensorflow/tfjs-core';
import { efficient } from './efficient.js';

export default defineMechanism({
  ...efficient,
  name: 'random-start',
  init(settings, random) {
    const { query, output } = efficient.init(settings, random);
    return { query: { ...query, kernel: randomUniform(query.kernel.shape) }, output };
  },
});
