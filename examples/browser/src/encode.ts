import { OUT_OF_VOCABULARY } from '../../../packages/datasets/src/text/vocabulary.js';
import { splitWords } from '../../../packages/datasets/src/text/words.js';
import { CLASSIFIER } from './settings.js';

/** A text as the classifier reads it. */
export interface EncodedText {
  /** `[L]`: the last L words by their ids. */
  readonly tokens: Int32Array;
  /** How many words the text has. */
  readonly words: number;
  /** Those that the vocabulary lacks, once each. */
  readonly unknown: readonly string[];
}

/**
 * Splits texts into words as the training reviews were. Those have L words or more, nearly all of them, so that the
 * classifier knows next to nothing of padding: a shorter text is repeated up to L instead.
 */
export function textEncoder(vocabulary: readonly string[]): (text: string) => EncodedText {
  const ids = new Map(vocabulary.map((word, id) => [word, id]));
  const { length } = CLASSIFIER;
  return (text) => {
    const words = splitWords(text, 'space');
    const skipped = words.length - (length % words.length);
    return {
      tokens: Int32Array.from({ length }, (_, position) => {
        const word =
          words.length > length ? words.at(position - length) : words[(position + skipped) % words.length];
        return ids.get(word as string) ?? OUT_OF_VOCABULARY;
      }),
      words: words.length,
      unknown: [...new Set(words.filter((word) => !ids.has(word)))],
    };
  };
}
