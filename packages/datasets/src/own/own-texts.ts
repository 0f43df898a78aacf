import type { DatasetDefinition } from '../dataset/dataset.js';
import { isHeldOut } from '../dataset/split.js';
import { readCsv } from '../formats/csv.js';
import { readJsonLines } from '../formats/json-lines.js';
import { counted } from '../messages/counted.js';
import { assertOptions } from '../messages/options.js';
import { digestOf } from '../origin/digest.js';
import {
  type LabelledText,
  type TextDataset,
  type TextOptions,
  textDataset,
  textOptions,
} from '../text/text-dataset.js';
import { splitWords } from '../text/words.js';
import { assertClasses, labelIn, type OwnLabel } from './own-classes.js';
import { nameOf, type OwnPath, obtainOwn, pathOf } from './own-files.js';

/** A text of one's own, with its class. */
export interface OwnText {
  readonly text: string;
  /** A class by its name, or by its place among them from 0. */
  readonly label: OwnLabel;
}

/** Texts of one's own: in memory, or in a file `.csv`, `.tsv` or `.jsonl`, gzipped (`.gz`) or not. */
export type OwnTextSource = OwnPath | readonly OwnText[];

/** What {@link ownTexts} takes. */
export interface OwnTextsOptions extends TextOptions {
  /** Names the data in records and messages: small letters, digits and hyphens. */
  readonly name: string;
  /** What people call it, by default its name. */
  readonly title?: string;
  /** The names of the classes, in the order of their labels. */
  readonly classes: readonly string[];
  readonly train: OwnTextSource;
  /** The texts to test on; or which share of `train` is held out for it, by the SHA-256 of a text, so that it's always the same. */
  readonly test: OwnTextSource | number;
  /** In which column or key of a file the text stands; by default `text`. */
  readonly textColumn?: string;
  /** In which one its class stands; by default `label`. */
  readonly labelColumn?: string;
}

/** What a run's configuration says of {@link ownTexts}: `train` and `test` by the names of their files. */
export type OwnTextsRecord = Required<TextOptions> & {
  readonly classes: readonly string[];
  readonly train: string;
  readonly test: string | number;
  readonly textColumn: string;
  readonly labelColumn: string;
};

const KEYS = [
  'name',
  'title',
  'classes',
  'train',
  'test',
  'textColumn',
  'labelColumn',
  'vocabularySize',
  'length',
  'lineBreaks',
];

/**
 * Texts of one's own as a data set, tokenised as those of {@link imdb}. A batch has `tokens` (B × L) and `label` (B).
 *
 * @throws TypeError for an option that it lacks
 * @throws RangeError for classes, sizes or a share that make no sense
 */
export function ownTexts(options: OwnTextsOptions): DatasetDefinition<OwnTextsRecord, TextDataset> {
  const { name, title = name, classes, train, test, textColumn = 'text', labelColumn = 'label' } = options;
  assertOptions('ownTexts', options, KEYS);
  assertClasses(name, classes);
  if (typeof test === 'number' && !(test > 0 && test < 1)) {
    throw new RangeError(`${name}: expected test to be texts, or a share between 0 and 1, got ${test}`);
  }
  const { lineBreaks, length, vocabularySize } = options;
  const text = textOptions(name, { length, vocabularySize, ...(lineBreaks && { lineBreaks }) });
  const places = [train, test].filter(isPlace);
  const columns = { textColumn, labelColumn };
  return {
    name,
    options: { ...text, classes, train: described(train), test: described(test), ...columns },
    outline: { classes: classes.length, vocabularySize: text.vocabularySize, length: text.length },
    obtain: (loadOptions = {}) => obtainOwn(name, places, loadOptions),
    async load(loadOptions = {}) {
      const obtained = await obtainOwn(name, places, loadOptions);
      async function* texts(): AsyncGenerator<LabelledText> {
        for await (const { text: own, label, where } of readTexts(train, columns)) {
          const isTest = typeof test === 'number' && isHeldOut(digestOf(own), test);
          yield labelled(isTest ? 'test' : 'train', own, labelIn(name, classes, label, where));
        }
        if (typeof test === 'number') return;
        for await (const { text: own, label, where } of readTexts(test, columns)) {
          yield labelled('test', own, labelIn(name, classes, label, where));
        }
      }
      const labelled = (part: LabelledText['part'], own: string, label: number): LabelledText => ({
        part,
        label,
        text: own,
        words: splitWords(own, text.lineBreaks),
        identity: `${part} ${label}`,
      });
      const memory = inMemory([train, test]);
      return textDataset({
        name,
        title,
        classes,
        texts: texts(),
        text,
        obtained: { ...obtained, files: [...obtained.files, ...memory] },
        loadOptions,
      });
    },
  };
}

function isPlace(source: OwnTextSource | number): source is OwnPath {
  return typeof source === 'string' || source instanceof URL;
}

/** How a run's configuration names a source: texts in memory by their digest, since no file says which they are. */
function described(source: OwnTextSource): string;
function described(source: OwnTextSource | number): string | number;
function described(source: OwnTextSource | number): string | number {
  if (typeof source === 'number') return source;
  return isPlace(source) ? nameOf(source) : `${counted(source.length, 'text')} ${digestOfTexts(source)}`;
}

function digestOfTexts(texts: readonly OwnText[]): string {
  return digestOf(JSON.stringify(texts.map(({ text, label }) => [text, label])));
}

/** Texts in memory as the files that a record names. */
function inMemory(sources: readonly (OwnTextSource | number)[]) {
  return sources.flatMap((source, at) => {
    if (typeof source === 'number' || isPlace(source)) return [];
    const bytes = source.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
    const path = `${at === 0 ? 'train' : 'test'} (in memory)`;
    return [{ path, bytes, sha256: digestOfTexts(source), state: 'own' as const }];
  });
}

interface ReadText {
  readonly text: string;
  readonly label: unknown;
  /** Where it was read, for errors. */
  readonly where: string;
}

async function* readTexts(
  source: OwnTextSource,
  columns: Pick<OwnTextsRecord, 'textColumn' | 'labelColumn'>,
): AsyncGenerator<ReadText> {
  if (!isPlace(source)) {
    for (const [at, { text, label }] of source.entries()) yield { text, label, where: `text ${at}` };
    return;
  }
  const path = pathOf(source);
  const reader = readerOf(path);
  let number = 0;
  for await (const row of reader(path)) {
    number++;
    const where = `${path}, record ${number}`;
    const { [columns.textColumn]: text, [columns.labelColumn]: label } = row;
    for (const column of [columns.textColumn, columns.labelColumn]) {
      if (row[column] !== undefined) continue;
      throw new Error(
        `${where}: expected ${column}, found ${Object.keys(row).join(', ')}; the options textColumn and labelColumn name others`,
      );
    }
    yield { text: String(text), label, where };
  }
}

type Reader = (path: string) => AsyncIterable<Readonly<Record<string, unknown>>>;

const READERS: readonly (readonly [ending: RegExp, reader: Reader])[] = [
  [/\.(csv|tsv)(\.gz)?$/i, readCsv],
  [/\.(jsonl|ndjson)(\.gz)?$/i, readJsonLines],
];

function readerOf(path: string): Reader {
  const found = READERS.find(([ending]) => ending.test(path));
  if (found !== undefined) return found[1];
  throw new Error(`${path}: expected a file that ends in .csv, .tsv or .jsonl, or in one of these and .gz`);
}
