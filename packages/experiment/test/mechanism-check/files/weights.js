import { defineMechanism } from '@better-attention/attention';
import { mul } from '@tensorflow/tfjs-core';
import { efficient } from './efficient.js';

export default defineMechanism({
  ...efficient,
  name: 'weights',
  attend(parameters, inputs) {
    const { attended, weights } = efficient.attend(parameters, inputs);
    return { attended, weights: mul(weights, 2) };
  },
});
