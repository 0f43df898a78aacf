/**
 * BLEU of translations by sacreBLEU’s definition.
 *
 * @module @better-attention/bleu
 */
export {
  type BleuCounts,
  type BleuOptions,
  type BleuScore,
  bleu,
  bleuCounts,
  bleuOfCounts,
  summedCounts,
} from './bleu.js';
export { tokenise13a } from './tokenise-13a.js';
