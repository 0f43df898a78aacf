import { defineMechanism } from '@better-attention/attention';
import { einsum } from '@tensorflow/tfjs-core';
import { efficient } from './efficient.js';

export default defineMechanism({
  ...efficient,
  name: 'no-gradient',
  attend(parameters, inputs) {
    const { attended, weights } = efficient.attend(parameters, inputs);
    return { attended: einsum('bhqd->bhqd', attended), weights };
  },
});
