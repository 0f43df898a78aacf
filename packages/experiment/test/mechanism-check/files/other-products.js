import { defineMechanism } from '@better-attention/attention';
import { efficient } from './efficient.js';

export default defineMechanism({ ...efficient, name: 'other-products', matmulsPerHead: 6 });
