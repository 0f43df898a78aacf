import { defineMechanism, denseParameterCount, initDense } from '@better-attention/attention';
import { efficient } from './efficient.js';

export default defineMechanism({
  ...efficient,
  name: 'unused',
  parameterCount: ({ projection }) => 3 * denseParameterCount(projection),
  init: (settings, random) => ({
    ...efficient.init(settings, random),
    gate: initDense(random.derive('gate'), settings.projection),
  }),
});
