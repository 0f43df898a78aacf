import { defineMechanism } from '@better-attention/attention';
import { efficient } from './efficient.js';

export default defineMechanism({
  ...efficient,
  name: 'async',
  attend: async (parameters, inputs) => efficient.attend(parameters, inputs),
});
