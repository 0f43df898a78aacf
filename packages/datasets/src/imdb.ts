import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { RandomStream } from '@better-attention/random';
import type { Dataset, DatasetDefinition, LoadOptions } from './dataset.js';
import { exampleSet, selectExamples, spreadPositions } from './examples.js';
import { counted } from './messages.js';
import { type ObtainedFiles, obtain, type VerifiedFile } from './obtain.js';
import { type Review, readImdb } from './reviews.js';
import { sourceOf } from './sources.js';
import { groupEqual, stratifiedSplit } from './split.js';
import { padSequence, START, type Vocabulary, wordCounter } from './vocabulary.js';
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

async function load(options: Required<ImdbOptions>, loadOptions: LoadOptions): Promise<ImdbDataset> {
  const { vocabularySize, length, lineBreaks } = options;
  const { limits, progress, signal } = loadOptions;
  const obtained = await obtain(sourceOf('imdb'), loadOptions);
  const { path } = obtained.files[0] as VerifiedFile;

  const counter = wordCounter();
  const read: Record<Review['part'], Part> = {
    train: { sequences: [], labels: [], texts: [] },
    test: { sequences: [], labels: [], texts: [] },
  };
  const contents = createHash('sha256');
  let bytes = 0;
  let done = 0;
  for await (const { part, label, id, rating, text } of readImdb(path, { signal })) {
    const words = splitWords(text, lineBreaks);
    const indices = part === 'train' ? counter.count(words).slice(-length) : counter.findLast(words, length);
    const digest = createHash('sha256').update(text).digest('hex');
    read[part].sequences.push(indices);
    read[part].labels.push(label);
    read[part].texts.push(digest);
    contents.update(`${part} ${label} ${id} ${rating} ${digest}\n`);
    bytes += Buffer.byteLength(text);
    if (++done % REPORT_EVERY === 0) progress?.({ activity: 'reading', name: 'imdb', done });
  }
  assertBothClasses(read, path);

  const train = limited(read.train, limits?.train);
  const test = limited(read.test, limits?.test);
  const { vocabulary, ids } = counter.rank(vocabularySize);
  const rowOf = (indices: readonly number[]) =>
    padSequence([START, ...indices.map((index) => ids[index] as number)], length);
  const examplesOf = ({ sequences, labels }: Part) => {
    const tokens = new Int32Array(sequences.length * length);
    for (const [review, indices] of sequences.entries()) tokens.set(rowOf(indices), review * length);
    return exampleSet({ tokens, label: Int32Array.from(labels) });
  };
  const training = examplesOf(train);
  const groups = groupEqual(train.texts);

  return {
    name: 'imdb',
    classes: CLASSES,
    fields: { tokens: { shape: [length], dtype: 'int32' }, label: { shape: [], dtype: 'int32' } },
    test: examplesOf(test),
    split(random: RandomStream) {
      const sides = stratifiedSplit({ labels: training.labels, groups, validation: VALIDATION, random });
      return {
        train: selectExamples(training, sides.train),
        validation: selectExamples(training, sides.validation),
      };
    },
    provenance: {
      source: obtained.source,
      files: obtained.files.map((file) => ({
        name: basename(file.path),
        bytes: file.bytes ?? bytes,
        sha256: file.sha256 ?? contents.copy().digest('hex'),
      })),
      contents: contents.copy().digest('hex'),
      remarks: [
        ...fileRemarks(obtained),
        ...sizeRemarks(read, { train, test }),
        ...repetitionRemarks(train, test),
      ],
    },
    vocabulary,
    encode: (text) => rowOf(counter.findLast(splitWords(text, lineBreaks), length)),
  };
}

function assertBothClasses(parts: Record<Review['part'], Part>, path: string): void {
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

function fileRemarks({ files }: ObtainedFiles): string[] {
  return files
    .filter(({ state }) => state === 'other')
    .map(({ path }) => `Read from ${basename(path)}, which isn't the publisher's file.`);
}

function sizeRemarks(read: Record<Review['part'], Part>, used: Record<Review['part'], Part>): string[] {
  return (['train', 'test'] as const).flatMap((part) => {
    const found = read[part].labels.length;
    const kept = used[part].labels.length;
    const remarks: string[] = [];
    if (found !== PUBLISHED_REVIEWS) {
      remarks.push(`The ${part} part has ${counted(found, 'review')}, not the published 25,000.`);
    }
    if (kept !== found) {
      remarks.push(
        `Of the ${part} part, ${kept.toLocaleString('en-US')} of ${counted(found, 'review')} are used.`,
      );
    }
    return remarks;
  });
}

function repetitionRemarks(train: Part, test: Part): string[] {
  const known = new Set(train.texts);
  const repeated = train.texts.length - known.size;
  const shared = test.texts.filter((text) => known.has(text)).length;
  const remarks: string[] = [];
  if (repeated > 0) {
    remarks.push(
      `Training reviews with the text of another: ${repeated}; a split keeps equal texts on one side.`,
    );
  }
  if (shared > 0) remarks.push(`Test reviews with the text of a training review: ${shared}.`);
  return remarks;
}
