import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomStream } from '@better-attention/random';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { WITHOUT_DATA } from '../../../../../testing/skipped.js';
import type { ExampleSet } from '../../../src/dataset/examples.js';
import { readAnki } from '../../../src/sets/anki/reader.js';
import { locate, verifySource } from '../../../src/sets/catalogue.js';
import { translation } from '../../../src/sets/en-es-translation/definition.js';
import { tokensOf } from '../../../src/text/standardise.js';
import { tokenCounter } from '../../../src/text/token-counter.js';
import { collect, SAMPLES, temporaryFolder } from '../../support.js';

const fixture = readFileSync(new URL('../../fixtures/keras-translation.json', import.meta.url), 'utf8');
const {
  sample,
  every,
}: { every: number; sample: Record<'english' | 'spanish', { vocabulary: string[]; rows: number[][] }> } =
  JSON.parse(fixture);

const all = (size: number) => [...Array(size).keys()];

/** The rows of a field, as strings. */
async function rowsOf(part: ExampleSet, field: string) {
  const values = Array.from((await part.batch(all(part.size)))[field] ?? []);
  const width = values.length / part.size;
  return all(part.size).map((row) => values.slice(row * width, (row + 1) * width).join(' '));
}

describe('the definition', () => {
  it('is nothing but data, defaults filled in', () => {
    expect(JSON.parse(JSON.stringify(translation({ vocabularySize: 15_000, length: 20 })))).toEqual({
      name: 'en-es-translation',
      options: { vocabularySize: 15_000, length: 20, standardisation: 'keras' },
      outline: { classes: 2, vocabularySize: 15_000, length: 20 },
    });
  });

  it('refuses options that make no sense', () => {
    expect(() => translation({ vocabularySize: 2, length: 20 })).toThrow(
      'expected an integer vocabularySize from 3, got 2',
    );
    expect(() => translation({ vocabularySize: 9, length: 0.5 })).toThrow(
      'expected an integer length from 1, got 0.5',
    );
    expect(() => translation({ vocabularySize: 9, length: 1, standardisation: 'ascii' as 'keras' })).toThrow(
      "expected standardisation 'keras' or 'unicode', got ascii",
    );
  });
});

describe('the pairs of the embedded sample', () => {
  it.each(['english', 'spanish'] as const)('have the %s vocabulary and rows of Keras', async (language) => {
    const pairs = await collect(readAnki(join(SAMPLES, 'anki', 'spa-eng-sample.zip')));
    const counter = tokenCounter();
    const sequences = pairs.map((pair) => {
      const text = language === 'english' ? pair.english : `[start] ${pair.spanish} [end]`;
      return counter.indices(tokensOf(text, language, 'keras'), true);
    });
    const { vocabulary, ids } = counter.rank(800);
    expect(vocabulary.words).toEqual(sample[language].vocabulary);
    const rows = sequences
      .filter((_, index) => index % every === 0)
      .map((indices, row) => sample[language].rows[row]?.map((_, column) => ids[indices[column] ?? -1] ?? 0));
    expect(rows).toEqual(sample[language].rows);
  });

  it('are split 70, 15 and 15 by English sentence', async () => {
    const dataset = await translation({ vocabularySize: 3_000, length: 20 }).load({
      use: 'sample',
      samples: SAMPLES,
    });
    const { train, validation } = dataset.split(randomStream(0));
    const total = train.size + validation.size + dataset.test.size;
    expect(
      [train.size / total, validation.size / total, dataset.test.size / total].map((share) =>
        share.toFixed(1),
      ),
    ).toEqual(['0.7', expect.stringMatching(/^0\.[12]$/), expect.stringMatching(/^0\.[12]$/)]);
    const key = (row: string) => row;
    const known = new Set(
      (await rowsOf(train, 'source')).filter((row) => !row.split(' ').includes('1')).map(key),
    );
    const held = (await rowsOf(validation, 'source')).filter((row) => row.endsWith(' 0') && known.has(row));
    expect(held).toEqual([]);
    expect(dataset.classes).toEqual(['anki', 'europarl']);
    expect(dataset.fields).toEqual({
      source: { shape: [20], dtype: 'int32' },
      target: { shape: [21], dtype: 'int32' },
      label: { shape: [], dtype: 'int32' },
    });
    expect(dataset.provenance.files.map(({ name }) => name)).toEqual([
      'spa-eng-sample.zip',
      'europarl-sample.es-en.en.gz',
      'europarl-sample.es-en.es.gz',
    ]);
    expect(dataset.provenance.remarks[0]).toMatch(
      /^Sentence pairs: 4,\d{3} of anki \(7\d\.\d %\), 1,500 of europarl \(2\d\.\d %\)\.$/,
    );
  });
});

describe('the pairs of a mirror', () => {
  async function mirrorOf(anki: string[], europarl: [string, string][]): Promise<string> {
    const mirror = await temporaryFolder();
    for (const name of ['anki', 'europarl']) await mkdir(join(mirror, name));
    const text = anki.map((line) => `${line}\n`).join('');
    await writeFile(join(mirror, 'anki', 'spa-eng.zip'), zipSync({ 'spa-eng/spa.txt': Buffer.from(text) }));
    for (const [side, language] of ['en', 'es'].entries()) {
      const lines = europarl.map((pair) => `${pair[side]}\n`).join('');
      await writeFile(join(mirror, 'europarl', `europarl-v7.es-en.${language}`), lines);
    }
    return mirror;
  }

  const anki = all(200).map((index) => `Word${index % 150}, yes!\t¿Palabra${index}?`);
  const europarl = all(40).map((index): [string, string] => [`Report ${index}`, `Informe ${index}`]);
  const options = { vocabularySize: 500, length: 3 };

  it('become tokens with [start] and [end], cut and padded at the end', async () => {
    const dataset = await translation(options).load({ mirror: await mirrorOf(anki, europarl) });
    const { vocabularies, test, testPairs, encode, decode } = dataset;
    expect(vocabularies.target.slice(0, 2)).toEqual(['', '[UNK]']);
    expect(new Set(vocabularies.target.slice(2, 4))).toEqual(new Set(['[start]', '[end]']));
    const { target } = await test.batch([0]);
    const words = Array.from(target as Int32Array, (id) => vocabularies.target[id]);
    expect(words).toEqual(['[start]', '[UNK]', '[end]', '']);
    expect(decode(target as Int32Array)).toBe('UNK');
    const yes = vocabularies.source.indexOf('yes');
    expect([...encode('Yes, yes; unheard-of yes')]).toEqual([yes, yes, 1]);
    expect([...encode('yes')]).toEqual([yes, 0, 0]);
    expect(testPairs).toHaveLength(test.size);
    const corpora = Array.from(test.labels, (label) => dataset.classes[label]);
    expect(testPairs.map(({ corpus }) => corpus)).toEqual(corpora);
    expect(testPairs[0]?.spanish).toMatch(/^¿Palabra\d+\?$/);
  });

  it('of one English sentence lie on one side', async () => {
    const dataset = await translation(options).load({ mirror: await mirrorOf(anki, europarl) });
    const tested = new Set(dataset.testPairs.map(({ english }) => english));
    const untested = dataset.testPairs.length;
    const expected = [
      ...anki.map((line) => line.split('\t')[0]),
      ...europarl.map(([english]) => english),
    ].filter((each) => tested.has(each as string));
    expect(expected).toHaveLength(untested);
    for (let seed = 0; seed < 5; seed++) {
      const { train, validation } = dataset.split(randomStream(seed));
      const known = new Set(await rowsOf(train, 'source'));
      const held = (await rowsOf(validation, 'source')).filter((row) => known.has(row));
      expect(held).toEqual([]);
      expect(train.size + validation.size + dataset.test.size).toBe(240);
    }
  });

  it('are reported: the share of each corpus, what is left out, what repeats', async () => {
    const mirror = await mirrorOf(
      [...anki, 'no tab'],
      [...europarl, ['', 'vacío'], ['Extra 1', 'Informe 1'], ['Extra 2', 'Informe 2']],
    );
    const { provenance } = await translation(options).load({ mirror });
    expect(provenance.remarks).toContain('Sentence pairs: 200 of anki (82.6 %), 42 of europarl (17.4 %).');
    expect(provenance.remarks).toContain('Skipped lines of anki: 1.');
    expect(provenance.remarks).toContain('Skipped lines of europarl: 1.');
    expect(provenance.remarks).toContainEqual(
      expect.stringMatching(/^Training pairs whose English sentence another has too: \d+; a split/),
    );
  });

  it.each([
    [
      'that all are one',
      1,
      /^Test pairs whose English sentence, cut to 1 token .+ training pair's: (\d+)\.$/,
    ],
    ['that none is another', 8, undefined],
  ])('are compared as a model reads them: so short %s', async (_, length, remark) => {
    const lines = all(60).map((index) => `Number ${index} is long.\tEl ${index} es largo.`);
    const mirror = await mirrorOf(lines, [['Every report', 'Cada informe']]);
    const { test, provenance } = await translation({ vocabularySize: 200, length }).load({ mirror });
    const found = provenance.remarks.filter((each) => each.includes('cut to'));
    const anki = test.labels.filter((label) => label === 0).length;
    expect(found.map((each) => Number(remark?.exec(each)?.[1]))).toEqual(remark ? [anki] : []);
  });

  it('can be limited', async () => {
    const mirror = await mirrorOf(anki, europarl);
    const { test, testPairs, provenance } = await translation(options).load({
      mirror,
      limits: { train: 20, test: 4 },
    });
    expect([test.size, testPairs.length]).toEqual([4, 4]);
    expect(provenance.remarks).toContainEqual(
      expect.stringMatching(/^Of the test part, 4 of \d+ pairs are used\.$/),
    );
  });

  it('are located and verified by the name of the data set', async () => {
    const mirror = await mirrorOf(anki, europarl);
    const paths = ['anki/spa-eng.zip', 'europarl/europarl-v7.es-en.en', 'europarl/europarl-v7.es-en.es'].map(
      (name) => join(mirror, name),
    );
    const cache = join(mirror, 'none');
    expect(await locate('en-es-translation', { mirror, cache })).toEqual({ source: 'mirror', paths });
    const { source, files } = await verifySource('en-es-translation', { mirror, cache });
    expect([source, files.map(({ path }) => path)]).toEqual(['mirror', paths]);
    expect(await locate('en-es-translation', { mirror: await temporaryFolder(), cache })).toBeUndefined();
  });

  it('are refused when there are too few', async () => {
    const mirror = await mirrorOf(['Go.\tVe.'], [['Go.', 'Ve.']]);
    await expect(translation(options).load({ mirror })).rejects.toThrow(
      /en-es-translation: expected sentence pairs for the (train|test) part, found none/,
    );
  });
});

describe.runIf(process.env.BETTER_ATTENTION_DATA)(`the data set of the mirror${WITHOUT_DATA}`, () => {
  it('has every pair', async () => {
    const dataset = await translation({ vocabularySize: 15_000, length: 20 }).load({ offline: true });
    const { train, validation } = dataset.split(randomStream(0));
    expect(train.size + validation.size + dataset.test.size).toBe(118_964 + 12_903);
    expect(Math.abs(validation.size / dataset.test.size - 1)).toBeLessThan(0.05);
    expect(dataset.vocabularies.target).toHaveLength(15_000);
    expect(dataset.provenance.remarks).toContain(
      'Sentence pairs: 118,964 of anki (90.2 %), 12,903 of europarl (9.8 %).',
    );
  });
});
