import { defineMechanism } from '@better-attention/attention';
import { transpose } from '@tensorflow/tfjs-core';
import { efficient } from './efficient.js';

export default defineMechanism({
  ...efficient,
  name: 'wrong-shape',
  attend(...given) {
    const { attended, weights } = efficient.attend(...given);
    return { attended: transpose(attended, [0, 2, 1, 3]), weights };
  },
});
