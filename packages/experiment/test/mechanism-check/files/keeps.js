import { defineMechanism } from '@better-attention/attention';
import { keep } from '@tensorflow/tfjs-core';
import { efficient } from './efficient.js';

export default defineMechanism({
  ...efficient,
  name: 'keeps',
  project(parameters, inputs) {
    const { keys, values } = efficient.project(parameters, inputs);
    return { keys: keep(keys), values };
  },
});
