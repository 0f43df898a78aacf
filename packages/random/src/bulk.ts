import type { WordSequence } from './words.js';

/** Draws of many numbers at once, which go on from a position of a sequence of words and leave it behind what they took. */
export interface BulkDraws {
  /** Fills an array with the next words. */
  fill(words: WordSequence, output: Uint32Array): void;
  /**
   * Makes each byte 1 with a probability of `threshold` · 2⁻³² and 0 otherwise. Four elements take the bytes of one
   * word, lowest first; each whose byte equals the threshold's highest one takes the upper 24 bits of a word more.
   *
   * @param threshold an integer from 0 … 2³² − 1
   */
  decide(words: WordSequence, mask: Uint8Array, threshold: number): void;
}

/** A threshold's highest byte, and the 24 bits below it. */
export function partsOf(threshold: number): { readonly leading: number; readonly trailing: number } {
  return { leading: Math.floor(threshold / 2 ** 24), trailing: threshold % 2 ** 24 };
}

/** Draws word by word: what every other implementation gives the same bits as. */
export const wordByWord: BulkDraws = {
  fill({ next }, output) {
    for (let at = 0; at < output.length; at++) output[at] = next();
  },

  decide({ next }, mask, threshold) {
    const { leading, trailing } = partsOf(threshold);
    const everyByte = Math.imul(leading, 0x01010101);
    for (let position = 0; position < mask.length; position += 4) {
      const word = next() | 0;
      const kept = bytesBelow(word, everyByte);
      mask[position] = kept & 1;
      mask[position + 1] = (kept >>> 8) & 1;
      mask[position + 2] = (kept >>> 16) & 1;
      mask[position + 3] = kept >>> 24;
      if (hasZeroByte(word ^ everyByte)) drawTrailing(word, position);
    }

    function drawTrailing(word: number, start: number): void {
      for (let at = 0; at < 4 && start + at < mask.length; at++) {
        if (((word >>> (8 * at)) & 0xff) === leading) mask[start + at] = next() >>> 8 < trailing ? 1 : 0;
      }
    }
  },
};

/** 1 in each byte of a word that is below the same byte of `bound`, 0 in the others. */
function bytesBelow(word: number, bound: number): number {
  const reaches = ((word | 0x80808080) - (bound & 0x7f7f7f7f)) | 0;
  return (((~word & bound) | (~(word ^ bound) & ~reaches)) & 0x80808080) >>> 7;
}

/** Whether any byte of a word is 0. */
function hasZeroByte(word: number): boolean {
  return (((word - 0x01010101) | 0) & ~word & 0x80808080) !== 0;
}
