import type { Vocabulary } from './vocabulary.js';

/** The id of tokens that the vocabulary lacks; 0 pads. */
export const UNKNOWN = 1;
/**
 * What a decoded sentence has for a token that the vocabulary lacks. It has no brackets, which BLEU's tokeniser would
 * split off, and no reference has it: both standardisations lower-case A to Z.
 */
export const UNKNOWN_WORD = 'UNK';
const RESERVED = ['', '[UNK]'];

/** Counts tokens, and gives the vocabulary of a `TextVectorization` layer at the end. */
export interface TokenCounter {
  /** The index of each token, numbered from 0 by first appearance; counts them where `counted` says so. */
  indices(tokens: readonly string[], counted: boolean): number[];
  /** The vocabulary of what was counted, and the id of each index. */
  rank(size: number): { readonly vocabulary: Vocabulary; readonly ids: Int32Array };
}

/**
 * Counts tokens as `TextVectorization` of Keras does: id 0 pads, 1 stands for unknown tokens, the others follow by
 * frequency, and equally frequent ones in descending order of their UTF-8 bytes. V counts all ids.
 *
 * Source: keras 2.15.0, `layers/preprocessing/index_lookup.py`, `finalize_state`.
 */
export function tokenCounter(): TokenCounter {
  const known = new Map<string, number>();
  const counts: number[] = [];

  function indices(tokens: readonly string[], counted: boolean): number[] {
    return tokens.map((token) => {
      const index = known.get(token) ?? known.size;
      if (index === known.size) known.set(token, index);
      counts[index] = (counts[index] ?? 0) + (counted ? 1 : 0);
      return index;
    });
  }

  function rank(size: number) {
    const tokens = [...known.keys()];
    const bytes = tokens.map((token) => Buffer.from(token));
    const order = [...tokens.keys()]
      .filter((index) => (counts[index] as number) > 0)
      .sort(
        (a, b) =>
          (counts[b] as number) - (counts[a] as number) ||
          Buffer.compare(bytes[b] as Buffer, bytes[a] as Buffer),
      );
    const kept = order.slice(0, size - RESERVED.length);
    const ids = new Int32Array(tokens.length).fill(UNKNOWN);
    for (const [position, index] of kept.entries()) ids[index] = position + RESERVED.length;
    return {
      vocabulary: { size, words: [...RESERVED, ...kept.map((index) => tokens[index] as string)] },
      ids,
    };
  }

  return { indices, rank };
}
