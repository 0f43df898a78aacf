/** The language of a text: Spanish texts lose `¿` too, and keep the brackets of `[start]` and `[end]`. */
export type Language = 'english' | 'spanish';

/**
 * How text becomes tokens: `'keras'` as the translation example of Keras does it, where only A to Z are lower-cased, only
 * ASCII punctuation (and `¿`) is left out, and only ASCII white space separates; `'unicode'` lower-cases, strips and
 * separates by the properties of Unicode.
 */
export type Standardisation = 'keras' | 'unicode';

const KERAS_PUNCTUATION: Record<Language, RegExp> = {
  english: /[!"#$%&()*+,\-./:;<=>?@[\\\]^_`{|}~']/g,
  spanish: /[!"#$%&'()*+,\-./:;<=>?@\\^_`{|}~¿]/g,
};
const UNICODE_PUNCTUATION: Record<Language, RegExp> = {
  english: /[\p{P}\p{S}]/gu,
  spanish: /(?![[\]])[\p{P}\p{S}]/gu,
};

/**
 * The tokens of a text. Punctuation is left out and nothing put in its place: `a-b` is the token `ab`.
 *
 * Source: keras 2.15.0, `layers/preprocessing/text_vectorization.py`; keras-io,
 * `examples/nlp/neural_machine_translation_with_transformer.py`, `custom_standardization`.
 */
export function tokensOf(text: string, language: Language, standardisation: Standardisation): string[] {
  if (standardisation === 'unicode') {
    const kept = text.normalize('NFC').toLowerCase().replace(UNICODE_PUNCTUATION[language], '');
    return kept.match(/[^\s\u0085]+/g) ?? [];
  }
  const lowered = text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  return lowered.replace(KERAS_PUNCTUATION[language], '').match(/[^ \t\n\v\f\r]+/g) ?? [];
}
