/**
 * BLEU of translations by sacreBLEU’s definition.
 *
 * @module @better-attention/bleu
 */
export { type BleuOptions, type BleuScore, bleu } from './bleu.js';
export { tokenise13a } from './tokenise-13a.js';
