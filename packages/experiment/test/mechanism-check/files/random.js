import { defineMechanism } from '@better-attention/attention';
import { add, randomNormal } from '@tensorflow/tfjs-core';
import { efficient } from './efficient.js';

export default defineMechanism({
  ...efficient,
  name: 'random',
  attend(parameters, { query, ...inputs }) {
    return efficient.attend(parameters, { ...inputs, query: add(query, randomNormal(query.shape, 0, 1e-3)) });
  },
});
