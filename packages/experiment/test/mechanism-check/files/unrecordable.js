import { defineMechanism } from '@better-attention/attention';
import { div, tensor1d, unique } from '@tensorflow/tfjs-core';
import { efficient } from './efficient.js';

export default defineMechanism({
  ...efficient,
  name: 'unrecordable',
  attend(parameters, inputs) {
    const { attended, weights } = efficient.attend(parameters, inputs);
    return { attended: div(attended, unique(tensor1d([1, 1])).values), weights };
  },
});
