import { defineMechanism } from '@better-attention/attention';
import { efficient } from './efficient.js';

export default defineMechanism({
  ...efficient,
  name: 'other-memory',
  memoryShapes: ({ heads, headWidth }, batch, length) => ({
    keys: [batch, heads, length, headWidth],
    values: [batch, length, heads * headWidth],
  }),
});
