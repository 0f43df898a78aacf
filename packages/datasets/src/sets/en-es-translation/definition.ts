import type { Dataset, DatasetDefinition, LoadOptions } from '../../dataset/dataset.js';
import { type ExampleSet, exampleSet } from '../../dataset/examples.js';
import { describedFiles } from '../../dataset/provenance.js';
import { fileRemarks } from '../../dataset/remarks.js';
import { groupEqual, splitExamples } from '../../dataset/split.js';
import { assertOptions } from '../../messages/options.js';
import { furthest, obtain, type VerifiedFile } from '../../origin/obtain.js';
import type { PairReadOptions } from '../../text/sentence-pair.js';
import { type Standardisation, tokensOf } from '../../text/standardise.js';
import { tokenCounter, UNKNOWN, UNKNOWN_WORD } from '../../text/token-counter.js';
import { readAnki } from '../anki/reader.js';
import { ANKI } from '../anki/source.js';
import { readEuroparl } from '../europarl/reader.js';
import { EUROPARL } from '../europarl/source.js';
import { CORPORA, type CorpusPair, limitedPairs, type PairParts, readPairs, TEST } from './pair-parts.js';
import { pairRemarks, tokenRemarks } from './pair-remarks.js';

/** How sentence pairs become tokens. */
export interface TranslationOptions {
  /** V of either language. */
  readonly vocabularySize: number;
  /** L: the tokens of an English sentence, of which the first are kept; a Spanish one has L + 1. */
  readonly length: number;
  /** By default `'keras'`, as the translation example of Keras. */
  readonly standardisation?: Standardisation;
}

/** English sentences with their Spanish translations. */
export interface TranslationDataset extends Dataset {
  /** V of either language: every token is below it. */
  readonly vocabularySize: number;
  /** L: the tokens of an English sentence; a Spanish one has L + 1. */
  readonly length: number;
  /** How sentences become tokens, references of translations included. */
  readonly standardisation: Standardisation;
  /** The English words of `source` and the Spanish ones of `target`, by their ids. */
  readonly vocabularies: { readonly source: readonly string[]; readonly target: readonly string[] };
  readonly test: ExampleSet<{
    readonly source: Int32Array;
    readonly target: Int32Array;
    readonly label: Int32Array;
  }>;
  /** The pairs of the test part as they were published, in its order. */
  readonly testPairs: readonly CorpusPair[];
  /** The tokens (L) of an English sentence of your own. */
  encode(english: string): Int32Array;
  /**
   * The Spanish words of a row of ids: those before `[end]`, without `[start]` and padding. A word that the vocabulary
   * lacks is {@link UNKNOWN_WORD}.
   */
  decode(ids: ArrayLike<number>): string;
}

const NAME = 'en-es-translation';
const VALIDATION = 0.15 / (1 - TEST);

/**
 * English–Spanish sentence pairs of Anki and Europarl together, as `TextVectorization` of Keras makes tokens of them:
 * padded and cut at the end, the Spanish sentence between `[start]` and `[end]`. 15 % are held out for testing by the
 * SHA-256 of the English tokens, so that the part is the same for every seed and pairs of one English sentence lie on
 * one side; as many are split off for validation. The vocabularies come from all pairs but the test part. A batch has
 * `source` (B × L), `target` (B × L + 1) and `label` (B; 0 Anki, 1 Europarl).
 *
 * @throws RangeError for a vocabulary below 3, or a length below 1
 */
export function translation(
  options: TranslationOptions,
): DatasetDefinition<Required<TranslationOptions>, TranslationDataset> {
  assertOptions(NAME, options, ['vocabularySize', 'length', 'standardisation']);
  const { vocabularySize, length, standardisation = 'keras' } = options;
  if (!Number.isInteger(vocabularySize) || vocabularySize < 3) {
    throw new RangeError(`${NAME}: expected an integer vocabularySize from 3, got ${vocabularySize}`);
  }
  if (!Number.isInteger(length) || length < 1) {
    throw new RangeError(`${NAME}: expected an integer length from 1, got ${length}`);
  }
  if (standardisation !== 'keras' && standardisation !== 'unicode') {
    throw new RangeError(`${NAME}: expected standardisation 'keras' or 'unicode', got ${standardisation}`);
  }
  const resolved = { vocabularySize, length, standardisation };
  return {
    name: NAME,
    options: resolved,
    outline: { classes: CORPORA.length, vocabularySize, length },
    load: (loadOptions = {}) => load(resolved, loadOptions),
  };
}

async function load(
  options: Required<TranslationOptions>,
  loadOptions: LoadOptions,
): Promise<TranslationDataset> {
  const { vocabularySize, length, standardisation } = options;
  const { limits, signal } = loadOptions;
  const anki = await obtain(ANKI, loadOptions);
  const europarl = await obtain(EUROPARL, loadOptions);
  const skipped = { anki: 0, europarl: 0 };
  const watch = (corpus: keyof typeof skipped): PairReadOptions => ({
    signal,
    skipped: () => {
      skipped[corpus]++;
    },
  });
  const corpora = {
    anki: readAnki((anki.files[0] as VerifiedFile).path, watch('anki')),
    europarl: readEuroparl(
      europarl.files.map(({ path }) => path),
      watch('europarl'),
    ),
  };
  const counters = { english: tokenCounter(), spanish: tokenCounter() };
  const { parts, contents } = await readPairs(NAME, corpora, counters, options, loadOptions);
  assertPairs(parts);

  const english = counters.english.rank(vocabularySize);
  const spanish = counters.spanish.rank(vocabularySize);
  const used: PairParts = {
    train: limitedPairs(parts.train, limits?.train),
    test: limitedPairs(parts.test, limits?.test),
  };
  const sources = {
    train: rowsOf(used.train.source, english.ids, length),
    test: rowsOf(used.test.source, english.ids, length),
  };
  const examplesOf = (part: keyof PairParts) => {
    const { target, labels } = used[part];
    return exampleSet({
      source: sources[part],
      target: rowsOf(target, spanish.ids, length + 1),
      label: Int32Array.from(labels),
    });
  };
  const train = examplesOf('train');
  const groups = groupEqual(used.train.english);
  const idOf = new Map(english.vocabulary.words.map((word, id) => [word, id]));

  return {
    name: NAME,
    title: 'Anki and Europarl',
    classes: CORPORA,
    vocabularySize,
    length,
    standardisation,
    fields: {
      source: { shape: [length], dtype: 'int32' },
      target: { shape: [length + 1], dtype: 'int32' },
      label: { shape: [], dtype: 'int32' },
    },
    test: examplesOf('test'),
    split: (random) => splitExamples(train, { groups, validation: VALIDATION, random }),
    provenance: {
      source: furthest([anki, europarl]),
      files: describedFiles([...anki.files, ...europarl.files], contents),
      contents: contents.sha256,
      remarks: [
        ...fileRemarks(anki),
        ...fileRemarks(europarl),
        ...pairRemarks(parts, used, skipped),
        ...tokenRemarks({ ...sources, length }),
      ],
    },
    vocabularies: { source: english.vocabulary.words, target: spanish.vocabulary.words },
    testPairs: used.test.pairs,
    encode(text) {
      const row = new Int32Array(length);
      const tokens = tokensOf(text, 'english', standardisation).slice(0, length);
      row.set(tokens.map((token) => idOf.get(token) ?? UNKNOWN));
      return row;
    },
    decode(ids) {
      const words = Array.from(ids, (id) =>
        id === UNKNOWN ? UNKNOWN_WORD : (spanish.vocabulary.words[id] ?? ''),
      );
      const end = words.indexOf('[end]');
      return words
        .slice(0, end < 0 ? undefined : end)
        .filter((word) => word !== '' && word !== '[start]')
        .join(' ');
    },
  };
}

function assertPairs(parts: PairParts): void {
  for (const [part, { labels }] of Object.entries(parts)) {
    if (labels.length > 0) continue;
    throw new Error(
      `${NAME}: expected sentence pairs for the ${part} part, found none; the files hold too few pairs`,
    );
  }
}

function rowsOf(sequences: readonly number[][], ids: Int32Array, length: number): Int32Array {
  const rows = new Int32Array(sequences.length * length);
  for (const [row, indices] of sequences.entries()) {
    rows.set(
      indices.map((index) => ids[index] as number),
      row * length,
    );
  }
  return rows;
}
