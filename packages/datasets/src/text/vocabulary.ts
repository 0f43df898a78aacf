/** The id that fills a sequence up to its length. */
const PADDING = 0;
/** The id that every sequence starts with. */
export const START = 1;
/** The id of the training text's words that the vocabulary lacks. */
export const OUT_OF_VOCABULARY = 2;
const RESERVED = ['[padding]', '[start]', '[out of vocabulary]', '[unused]'];

/** The words that a model knows by an id, the most frequent first. */
export interface Vocabulary {
  /** V: every id is below it. */
  readonly size: number;
  /** The word of each id, in brackets for the four ids that stand for none. Shorter than V where the text has fewer words. */
  readonly words: readonly string[];
}

/** Counts the words of a training text, and gives its vocabulary at the end. */
export interface WordCounter {
  /** Counts words and returns the index of each, numbered from 0 by first appearance. */
  count(words: readonly string[]): number[];
  /** The indices of the last `most` words that were counted before; the others are left out. */
  findLast(words: readonly string[], most: number): number[];
  /** The vocabulary of what was counted, and the id of each index. */
  rank(size: number): { readonly vocabulary: Vocabulary; readonly ids: Int32Array };
}

/**
 * Counts words as Keras's `Tokenizer` does: the most frequent word has rank 1, and equally frequent words rank by first
 * appearance. A word's id is its rank + 3, and ids from V on become 2: `imdb.load_data(num_words=V)` cuts after the
 * shift, so that a vocabulary of 20,000 has 19,996 words.
 *
 * Source: keras 3.15.1, `legacy/preprocessing/text.py` and `datasets/imdb.py`.
 */
export function wordCounter(): WordCounter {
  const indices = new Map<string, number>();
  const counts: number[] = [];

  function count(words: readonly string[]): number[] {
    return words.map((word) => {
      const index = indices.get(word) ?? indices.size;
      if (index === indices.size) indices.set(word, index);
      counts[index] = (counts[index] ?? 0) + 1;
      return index;
    });
  }

  function findLast(words: readonly string[], most: number): number[] {
    const found: number[] = [];
    for (let position = words.length - 1; position >= 0 && found.length < most; position--) {
      const index = indices.get(words[position] as string);
      if (index !== undefined) found.push(index);
    }
    return found.reverse();
  }

  function rank(size: number) {
    const counted = [...indices.keys()];
    const order = [...counted.keys()].sort((a, b) => (counts[b] as number) - (counts[a] as number));
    const kept = order.slice(0, Math.max(0, size - RESERVED.length));
    const ids = new Int32Array(counted.length).fill(OUT_OF_VOCABULARY);
    for (const [position, index] of kept.entries()) ids[index] = position + RESERVED.length;
    const words = [...RESERVED, ...kept.map((index) => counted[index] as string)];
    return { vocabulary: { size, words }, ids };
  }

  return { count, findLast, rank };
}

/**
 * Ids as a row of fixed length, as Keras's `pad_sequences` makes it by default: padded and cut at the front, so that a
 * long sequence keeps its end.
 */
export function padSequence(ids: readonly number[], length: number): Int32Array {
  const row = new Int32Array(length).fill(PADDING);
  const kept = ids.slice(-length);
  row.set(kept, length - kept.length);
  return row;
}
