import type { DatasetDefinition } from '../../dataset/dataset.js';
import { commonestOf } from '../../dataset/guessing.js';
import { isHeldOut } from '../../dataset/split.js';
import { counted } from '../../messages/counted.js';
import { digestOf } from '../../origin/digest.js';
import { obtain } from '../../origin/obtain.js';
import {
  type LabelledText,
  type TextDataset,
  type TextOptions,
  textDataset,
  textOptions,
} from '../../text/text-dataset.js';
import { type LineBreaks, splitWords } from '../../text/words.js';
import { type AmazonReview, readAmazon, type SkippedLine } from './reader.js';
import { AMAZON } from './source.js';

const CLASSES = ['1 star', '2 stars', '3 stars', '4 stars', '5 stars'];
const TEST = 0.1;

/**
 * Amazon Reviews, of every file of reviews that is found: each review becomes `length` tokens as in {@link imdb}, and its
 * stars its class. The releases have no test part: a tenth of the texts is held out by their SHA-256, reviews of the same
 * words together, so that the test part is the same for every seed. A batch has `tokens` (B × L) and `label` (B; stars − 1).
 *
 * @throws RangeError for a vocabulary below 5, or a length below 1
 */
export function amazon(options: TextOptions): DatasetDefinition<Required<TextOptions>, TextDataset> {
  const text = textOptions('amazon', options);
  return {
    name: 'amazon',
    options: text,
    outline: { classes: CLASSES.length, vocabularySize: text.vocabularySize, length: text.length },
    async load(loadOptions = {}) {
      const obtained = await obtain(AMAZON, loadOptions);
      const paths = obtained.files.map(({ path }) => path);
      const skipped = new Map<SkippedLine['reason'], number>();
      const reviews = readAmazon(paths, {
        signal: loadOptions.signal,
        skipped: ({ reason }) => skipped.set(reason, (skipped.get(reason) ?? 0) + 1),
      });
      return textDataset({
        name: 'amazon',
        title: 'Amazon Reviews',
        classes: CLASSES,
        texts: labelled(reviews, text.lineBreaks),
        text,
        obtained,
        loadOptions,
        remarks: ({ test }) => [...skippedRemarks(skipped), majorityRemark(test)],
      });
    },
  };
}

async function* labelled(
  reviews: AsyncIterable<AmazonReview>,
  lineBreaks: LineBreaks,
): AsyncGenerator<LabelledText> {
  for await (const { stars, text, file, line } of reviews) {
    const words = splitWords(text, lineBreaks);
    const key = digestOf(words.join(' '));
    const part = isHeldOut(key, TEST) ? 'test' : 'train';
    yield { part, label: stars - 1, text, words, key, identity: `${part} ${stars} ${file} ${line}` };
  }
}

function skippedRemarks(skipped: ReadonlyMap<SkippedLine['reason'], number>): string[] {
  if (skipped.size === 0) return [];
  const reasons = [...skipped].map(([reason, count]) => `${counted(count)} ${reason}`);
  return [`Skipped records: ${reasons.join(', ')}.`];
}

function majorityRemark(labels: Int32Array): string {
  const { label, share } = commonestOf(CLASSES.length, labels);
  return `Always guessing ${CLASSES[label]} is right for ${(100 * share).toFixed(1)} % of the test reviews.`;
}
