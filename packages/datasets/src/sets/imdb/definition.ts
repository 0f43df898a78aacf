import type { DatasetDefinition } from '../../dataset/dataset.js';
import { obtain, type VerifiedFile } from '../../origin/obtain.js';
import {
  type LabelledText,
  type TextDataset,
  type TextOptions,
  textDataset,
  textOptions,
} from '../../text/text-dataset.js';
import { type LineBreaks, splitWords } from '../../text/words.js';
import { type Review, readImdb } from './reader.js';
import { IMDB } from './source.js';

const CLASSES = ['negative', 'positive'];
const PUBLISHED_REVIEWS = 25_000;

/**
 * The Large Movie Review Dataset (IMDB): 25,000 training and 25,000 test reviews, half of them positive. Each review
 * becomes `length` tokens as `imdb.load_data` and `pad_sequences` of Keras make them: 1, then its words by rank in the
 * training reviews, padded and cut at the front. A batch has `tokens` (B × L) and `label` (B; 0 negative, 1 positive).
 *
 * @throws RangeError for a vocabulary below 5, or a length below 1
 */
export function imdb(options: TextOptions): DatasetDefinition<Required<TextOptions>, TextDataset> {
  const text = textOptions('imdb', options);
  return {
    name: 'imdb',
    options: text,
    outline: {
      classes: CLASSES.length,
      trainingExamples: PUBLISHED_REVIEWS,
      vocabularySize: text.vocabularySize,
      length: text.length,
    },
    async load(loadOptions = {}) {
      const obtained = await obtain(IMDB, loadOptions);
      const { path } = obtained.files[0] as VerifiedFile;
      const reviews = readImdb(path, { signal: loadOptions.signal });
      return textDataset({
        name: 'imdb',
        title: 'IMDB',
        classes: CLASSES,
        texts: labelled(reviews, text.lineBreaks),
        text,
        obtained,
        loadOptions,
        published: PUBLISHED_REVIEWS,
      });
    },
  };
}

async function* labelled(
  reviews: AsyncIterable<Review>,
  lineBreaks: LineBreaks,
): AsyncGenerator<LabelledText> {
  for await (const { part, label, id, rating, text } of reviews) {
    const words = splitWords(text, lineBreaks);
    yield { part, label, text, words, identity: `${part} ${label} ${id} ${rating}` };
  }
}
