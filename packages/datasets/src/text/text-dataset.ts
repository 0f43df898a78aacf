import { contentsHash } from '../dataset/contents.js';
import type { Dataset, LoadOptions } from '../dataset/dataset.js';
import { exampleSet } from '../dataset/examples.js';
import { guessingOf } from '../dataset/guessing.js';
import { spreadPositions } from '../dataset/limits.js';
import { assertPart } from '../dataset/parts.js';
import { describedFiles } from '../dataset/provenance.js';
import { fileRemarks, repetitionRemarks, sizeRemarks } from '../dataset/remarks.js';
import { groupEqual, splitExamples } from '../dataset/split.js';
import { assertOptions } from '../messages/options.js';
import { type Digest, digestOf } from '../origin/digest.js';
import type { ObtainedFiles } from '../origin/obtain.js';
import { padSequence, START, wordCounter } from './vocabulary.js';
import { type LineBreaks, splitWords } from './words.js';

/** How texts become tokens. */
export interface TextOptions {
  /** V: every token is below it. */
  readonly vocabularySize: number;
  /** L: the tokens of a text, of which the last are kept. */
  readonly length: number;
  /** What becomes of `<br />`. By default `'word'`, as in the data that Keras publishes. */
  readonly lineBreaks?: LineBreaks;
}

/** Texts with a label, tokenised. */
export interface TextDataset extends Dataset {
  /** V: every token is below it. */
  readonly vocabularySize: number;
  /** L: the tokens of a text. */
  readonly length: number;
  /** What became of `<br />`. */
  readonly lineBreaks: LineBreaks;
  /** `tokens`: the words by their ids, in brackets for the four ids that stand for none. */
  readonly vocabularies: { readonly tokens: readonly string[] };
  /** The tokens (L) of a text of your own. Words that no training text has are left out. */
  encode(text: string): Int32Array;
}

/** A text with its label. */
export interface LabelledText {
  readonly part: 'train' | 'test';
  readonly label: number;
  readonly text: string;
  readonly words: readonly string[];
  /** Equal for texts that may not lie on both sides of a split. By default the SHA-256 of the text. */
  readonly key?: string;
  /** What tells it from the others of the data set, and where it stands in it. */
  readonly identity: string;
}

/** What is kept of the texts of a part: their last words, as the counter's indices, their labels and keys. */
interface Part {
  readonly sequences: number[][];
  readonly labels: number[];
  readonly keys: string[];
}

type Parts = Record<LabelledText['part'], Part>;

/** What {@link textDataset} takes. */
export interface TextDatasetOptions {
  readonly name: string;
  /** See {@link Dataset.title}. */
  readonly title: string;
  readonly classes: readonly string[];
  readonly texts: AsyncIterable<LabelledText>;
  readonly text: Required<TextOptions>;
  readonly obtained: ObtainedFiles;
  readonly loadOptions: LoadOptions;
  /** How many texts each part has as published, where it has that many. */
  readonly published?: number;
  /** What else a reader of the results should know, given the labels that are used. */
  remarks?(labels: Record<LabelledText['part'], Int32Array>): string[];
}

const VALIDATION = 0.1;
const REPORT_EVERY = 1_000;

/**
 * The options with their defaults.
 *
 * @throws TypeError for an option that there isn't
 * @throws RangeError for a vocabulary below 5, a length below 1, or line breaks of another kind
 */
export function textOptions(name: string, options: TextOptions): Required<TextOptions> {
  assertOptions(name, options, ['vocabularySize', 'length', 'lineBreaks']);
  const { vocabularySize, length, lineBreaks = 'word' } = options;
  if (!Number.isInteger(vocabularySize) || vocabularySize < 5) {
    throw new RangeError(`${name}: expected an integer vocabularySize from 5, got ${vocabularySize}`);
  }
  if (!Number.isInteger(length) || length < 1) {
    throw new RangeError(`${name}: expected an integer length from 1, got ${length}`);
  }
  if (lineBreaks !== 'word' && lineBreaks !== 'space') {
    throw new RangeError(`${name}: expected lineBreaks 'word' or 'space', got ${lineBreaks}`);
  }
  return { vocabularySize, length, lineBreaks };
}

/**
 * A data set of texts, each as `length` tokens as `imdb.load_data` and `pad_sequences` of Keras make them: 1, then its
 * words by rank in the training texts, padded and cut at the front. A batch has `tokens` (B × L) and `label` (B).
 *
 * @throws Error when a part has no text of a class, or when a label is no class
 */
export async function textDataset(options: TextDatasetOptions): Promise<TextDataset> {
  const { name, title, classes, obtained, published } = options;
  const { vocabularySize, length, lineBreaks } = options.text;
  const { limits } = options.loadOptions;
  const counter = wordCounter();
  const { parts, contents } = await readParts(options, counter);
  const paths = obtained.files.map(({ path }) => path);
  for (const part of ['train', 'test'] as const) {
    assertPart({ name, part, labels: parts[part].labels, classes: classes.length, paths });
  }
  assertAllClasses(options, parts);

  const { vocabulary, ids } = counter.rank(vocabularySize);
  const rowOf = (indices: readonly number[]) =>
    padSequence([START, ...indices.map((index) => ids[index] as number)], length);
  const examplesOf = ({ sequences, labels }: Part) => {
    const tokens = new Int32Array(sequences.length * length);
    for (const [text, indices] of sequences.entries()) tokens.set(rowOf(indices), text * length);
    return exampleSet({ tokens, label: Int32Array.from(labels) });
  };
  const used: Parts = { train: limited(parts.train, limits?.train), test: limited(parts.test, limits?.test) };
  const train = examplesOf(used.train);
  const test = examplesOf(used.test);
  const groups = groupEqual(used.train.keys);
  const sizeOf = (part: LabelledText['part']) => ({
    published,
    found: parts[part].labels.length,
    used: used[part].labels.length,
  });

  return {
    name,
    title,
    guessing: guessingOf(classes.length, test.labels),
    classes,
    vocabularySize,
    length,
    lineBreaks,
    fields: { tokens: { shape: [length], dtype: 'int32' }, label: { shape: [], dtype: 'int32' } },
    vocabularies: { tokens: vocabulary.words },
    test,
    split: (random) => splitExamples(train, { groups, validation: VALIDATION, random }),
    provenance: {
      source: obtained.source,
      files: describedFiles(obtained.files, contents),
      contents: contents.sha256,
      remarks: [
        ...fileRemarks(obtained),
        ...sizeRemarks('train', sizeOf('train')),
        ...sizeRemarks('test', sizeOf('test')),
        ...repetitionRemarks(used.train.keys, used.test.keys),
        ...(options.remarks?.({ train: train.labels, test: test.labels }) ?? []),
      ],
    },
    encode: (text) => rowOf(counter.findLast(splitWords(text, lineBreaks), length)),
  };
}

/** Reads all texts once: counts the words of the training texts, and keeps of each text what becomes tokens. */
async function readParts(
  { name, texts, text: { length }, loadOptions: { progress } }: TextDatasetOptions,
  counter: ReturnType<typeof wordCounter>,
): Promise<{ readonly parts: Parts; readonly contents: Digest }> {
  const parts: Parts = {
    train: { sequences: [], labels: [], keys: [] },
    test: { sequences: [], labels: [], keys: [] },
  };
  const contents = contentsHash();
  let done = 0;
  for await (const { part, label, text, words, key, identity } of texts) {
    const digest = digestOf(text);
    const indices = part === 'train' ? counter.count(words).slice(-length) : counter.findLast(words, length);
    parts[part].sequences.push(indices);
    parts[part].labels.push(label);
    parts[part].keys.push(key ?? digest);
    contents.add(`${identity} ${digest}`, Buffer.byteLength(text));
    if (++done % REPORT_EVERY === 0) progress?.({ activity: 'reading', name, done });
  }
  return { parts, contents: contents.digest() };
}

function assertAllClasses({ name, classes, obtained }: TextDatasetOptions, parts: Parts): void {
  for (const [part, { labels }] of Object.entries(parts)) {
    const counts = classes.map((_, index) => labels.filter((label) => label === index).length);
    if (counts.every((count) => count > 0)) continue;
    const found = classes.map((each, index) => `${counts[index]} ${each}`);
    throw new Error(
      `${name}: expected ${part} texts of ${classes.length === 2 ? 'both' : 'all'} classes in ` +
        `${obtained.files.map(({ path }) => path).join(', ')}, found ${found.slice(0, -1).join(', ')} and ` +
        `${found.at(-1)}; ${obtained.source === 'own files' ? 'add texts of the others, or leave classes out' : 'the data is not whole, fetch it again'}`,
    );
  }
}

function limited(part: Part, limit: number | undefined): Part {
  if (limit === undefined) return part;
  const positions = [...spreadPositions(Int32Array.from(part.labels), limit)];
  return {
    sequences: positions.map((position) => part.sequences[position] as number[]),
    labels: positions.map((position) => part.labels[position] as number),
    keys: positions.map((position) => part.keys[position] as string),
  };
}
