import { defineMechanism } from '@better-attention/attention';
import { efficient } from './efficient.js';

export default defineMechanism({
  ...efficient,
  name: 'throws',
  attend(parameters, inputs) {
    if (inputs.heads === 4) throw new RangeError(`no table for ${inputs.memory.keys.shape[2]} keys`);
    return efficient.attend(parameters, inputs);
  },
});
