/**
 * Seeded random streams, one for each purpose.
 *
 * @module @better-attention/random
 */
export { type Purpose, type RandomStream, randomStream } from './stream.js';
