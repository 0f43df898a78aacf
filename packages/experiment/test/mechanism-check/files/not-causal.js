import { defineMechanism } from '@better-attention/attention';
import { mean, sub } from '@tensorflow/tfjs-core';
import { efficient } from './efficient.js';

export default defineMechanism({
  ...efficient,
  name: 'not-causal',
  project(parameters, { value, ...inputs }) {
    return efficient.project(parameters, { ...inputs, value: sub(value, mean(value, 1, true)) });
  },
});
