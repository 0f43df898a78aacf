import { defineMechanism, denseParameterCount } from '@better-attention/attention';
import { efficient } from './efficient.js';

export default defineMechanism({
  ...efficient,
  name: 'miscounted',
  parameterCount: ({ projection }) => 3 * denseParameterCount(projection),
});
