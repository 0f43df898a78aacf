import { defineMechanism } from '@better-attention/attention';
import { efficient } from './efficient.js';

export default defineMechanism({
  ...efficient,
  name: 'ignores-mask',
  attend: (parameters, inputs) => efficient.attend(parameters, { ...inputs, allowed: undefined }),
});
