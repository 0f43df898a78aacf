/**
 * What becomes of the `<br />` tags in a review: `'word'` leaves them to the tokeniser, which makes the word `br` of
 * each, as in the word index that Keras publishes, where `br` is word 7; `'space'` replaces each by a space first.
 */
export type LineBreaks = 'word' | 'space';

const WORD = /[^ !"#$%&()*+,\-./:;<=>?@[\\\]^_`{|}~\t\n]+/g;

/**
 * The words of a text as `text_to_word_sequence` of Keras gives them: lower-cased, with its filtered characters and the
 * space as separators. Apostrophes stay in the words, and so does every other character, a no-break space or a
 * carriage return included: Keras splits at U+0020 alone.
 *
 * Source: keras 3.15.1, `legacy/preprocessing/text.py`.
 */
export function splitWords(text: string, lineBreaks: LineBreaks): string[] {
  const kept = lineBreaks === 'space' ? text.replaceAll('<br />', ' ') : text;
  return kept.toLowerCase().match(WORD) ?? [];
}
