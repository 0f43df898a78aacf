import { defineMechanism } from '@better-attention/attention';
import { customGrad, mul, square } from '@tensorflow/tfjs-core';
import { efficient } from './efficient.js';

const squared = customGrad((x, save) => {
  save([x]);
  return { value: square(x), gradFunc: (dy, [saved]) => mul(dy, saved) };
});

export default defineMechanism({
  ...efficient,
  name: 'wrong-gradient',
  project: (parameters, { key, ...inputs }) =>
    efficient.project(parameters, { ...inputs, key: squared(key) }),
});
