import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { RandomStream } from '@better-attention/random';
import type { Dataset, DatasetDefinition, LoadOptions } from './dataset.js';
import { exampleSet, selectExamples, spreadPositions } from './examples.js';
import { obtain, type VerifiedFile } from './obtain.js';
import type { Progress } from './progress.js';
import { fileRemarks, repetitionRemarks, sizeRemarks } from './remarks.js';
import { type Review, readImdb } from './reviews.js';
import { sourceOf } from './sources.js';
import { groupEqual, stratifiedSplit } from './split.js';
import { padSequence, START, type Vocabulary, type WordCounter, wordCounter } from './vocabulary.js';
import { type LineBreaks, splitWords } from './words.js';

/** How reviews become tokens. */
export interface ImdbOptions {
  /** V: every token is below it. */
  vocabularySize: number;
  /** L: the tokens of a review, of which the last are kept. */
  length: number;
  /** What becomes of `<br />`. By default `'word'`, as in the data that Keras publishes. */
  lineBreaks?: LineBreaks;
}

/** The loaded reviews. */
export interface ImdbDataset extends Dataset {
  vocabulary: Vocabulary;
  /** The tokens (L) of a text of your own. Words that no training review has are left out. */
  encode(text: string): Int32Array;
}

const CLASSES = ['negative', 'positive'];
const PUBLISHED_REVIEWS = 25_000;
const VALIDATION = 0.1;
const REPORT_EVERY = 1_000;

/**
 * The Large Movie Review Dataset (IMDB): 25,000 training and 25,000 test reviews, half of them positive. Each review
 * becomes `length` tokens as `imdb.load_data` and `pad_sequences` of Keras make them: 1, then its words by rank in the
 * training reviews, padded and cut at the front. A batch has `tokens` (B × L) and `label` (B; 0 negative, 1 positive).
 *
 * @throws RangeError for a vocabulary below 5, or a length below 1
 */
export function imdb(options: ImdbOptions): DatasetDefinition<Required<ImdbOptions>, ImdbDataset> {
  const { vocabularySize, length, lineBreaks = 'word' } = options;
  if (!Number.isInteger(vocabularySize) || vocabularySize < 5) {
    throw new RangeError(`imdb: expected an integer vocabularySize from 5, got ${vocabularySize}`);
  }
  if (!Number.isInteger(length) || length < 1) {
    throw new RangeError(`imdb: expected an integer length from 1, got ${length}`);
  }
  if (lineBreaks !== 'word' && lineBreaks !== 'space') {
    throw new RangeError(`imdb: expected lineBreaks 'word' or 'space', got ${lineBreaks}`);
  }
  const resolved = { vocabularySize, length, lineBreaks };
  return { name: 'imdb', options: resolved, load: (loadOptions = {}) => load(resolved, loadOptions) };
}

/** What is kept of the reviews of a part: their last words, as the counter's indices, their labels and text digests. */
interface Part {
  sequences: number[][];
  labels: number[];
  texts: string[];
}

type Parts = Record<Review['part'], Part>;

async function load(options: Required<ImdbOptions>, loadOptions: LoadOptions): Promise<ImdbDataset> {
  const { vocabularySize, length, lineBreaks } = options;
  const { limits, progress, signal } = loadOptions;
  const obtained = await obtain(sourceOf('imdb'), loadOptions);
  const { path } = obtained.files[0] as VerifiedFile;
  const counter = wordCounter();
  const { parts, bytes, sha256 } = await readParts(readImdb(path, { signal }), counter, options, progress);
  assertBothClasses(parts, path);

  const { vocabulary, ids } = counter.rank(vocabularySize);
  const rowOf = (indices: readonly number[]) =>
    padSequence([START, ...indices.map((index) => ids[index] as number)], length);
  const examplesOf = ({ sequences, labels }: Part) => {
    const tokens = new Int32Array(sequences.length * length);
    for (const [review, indices] of sequences.entries()) tokens.set(rowOf(indices), review * length);
    return exampleSet({ tokens, label: Int32Array.from(labels) });
  };
  const used: Parts = { train: limited(parts.train, limits?.train), test: limited(parts.test, limits?.test) };
  const train = examplesOf(used.train);
  const groups = groupEqual(used.train.texts);
  const sizeOf = (part: Review['part']) => ({
    published: PUBLISHED_REVIEWS,
    found: parts[part].labels.length,
    used: used[part].labels.length,
  });

  return {
    name: 'imdb',
    classes: CLASSES,
    fields: { tokens: { shape: [length], dtype: 'int32' }, label: { shape: [], dtype: 'int32' } },
    test: examplesOf(used.test),
    split(random: RandomStream) {
      const sides = stratifiedSplit({ labels: train.labels, groups, validation: VALIDATION, random });
      return {
        train: selectExamples(train, sides.train),
        validation: selectExamples(train, sides.validation),
      };
    },
    provenance: {
      source: obtained.source,
      files: obtained.files.map((file) => ({
        name: basename(file.path),
        bytes: file.bytes ?? bytes,
        sha256: file.sha256 ?? sha256,
      })),
      contents: sha256,
      remarks: [
        ...fileRemarks(obtained),
        ...sizeRemarks('train', sizeOf('train')),
        ...sizeRemarks('test', sizeOf('test')),
        ...repetitionRemarks(used.train.texts, used.test.texts),
      ],
    },
    vocabulary,
    encode: (text) => rowOf(counter.findLast(splitWords(text, lineBreaks), length)),
  };
}

/** Reads all reviews once: counts the words of the training reviews, and keeps of each review what becomes tokens. */
async function readParts(
  reviews: AsyncIterable<Review>,
  counter: WordCounter,
  { length, lineBreaks }: Required<ImdbOptions>,
  progress: Progress | undefined,
): Promise<{ parts: Parts; bytes: number; sha256: string }> {
  const parts: Parts = {
    train: { sequences: [], labels: [], texts: [] },
    test: { sequences: [], labels: [], texts: [] },
  };
  const contents = createHash('sha256');
  let bytes = 0;
  let done = 0;
  for await (const { part, label, id, rating, text } of reviews) {
    const words = splitWords(text, lineBreaks);
    const indices = part === 'train' ? counter.count(words).slice(-length) : counter.findLast(words, length);
    const digest = createHash('sha256').update(text).digest('hex');
    parts[part].sequences.push(indices);
    parts[part].labels.push(label);
    parts[part].texts.push(digest);
    contents.update(`${part} ${label} ${id} ${rating} ${digest}\n`);
    bytes += Buffer.byteLength(text);
    if (++done % REPORT_EVERY === 0) progress?.({ activity: 'reading', name: 'imdb', done });
  }
  return { parts, bytes, sha256: contents.digest('hex') };
}

function assertBothClasses(parts: Parts, path: string): void {
  for (const [part, { labels }] of Object.entries(parts)) {
    const positive = labels.filter((label) => label === 1).length;
    const negative = labels.length - positive;
    if (positive > 0 && negative > 0) continue;
    throw new Error(
      `imdb: expected ${part} reviews of both classes in ${path}, found ${negative} negative and ${positive} positive; ` +
        'the archive is not whole, fetch it again',
    );
  }
}

function limited(part: Part, limit: number | undefined): Part {
  if (limit === undefined) return part;
  const positions = [...spreadPositions(Int32Array.from(part.labels), limit)];
  return {
    sequences: positions.map((position) => part.sequences[position] as number[]),
    labels: positions.map((position) => part.labels[position] as number),
    texts: positions.map((position) => part.texts[position] as string),
  };
}
