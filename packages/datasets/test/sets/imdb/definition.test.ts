import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { randomStream } from '@better-attention/random';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { WITHOUT_DATA } from '../../../../../testing/skipped.js';
import { digestOf } from '../../../src/origin/digest.js';
import type { ProgressStep } from '../../../src/origin/progress.js';
import { imdb } from '../../../src/sets/imdb/definition.js';
import type { TextDataset } from '../../../src/text/text-dataset.js';
import { REVIEWS, temporaryFolder, writeArchive } from '../../support.js';

vi.mock('../../../src/origin/digest.js', { spy: true });

const { sample } = JSON.parse(
  readFileSync(new URL('../../fixtures/keras-imdb.json', import.meta.url), 'utf8'),
);
const samples = fileURLToPath(new URL('../../../../../samples', import.meta.url));
const small = imdb({ vocabularySize: 10, length: 4 });

async function mirrorOf(reviews: Parameters<typeof writeArchive>[1]): Promise<string> {
  const mirror = await temporaryFolder();
  await writeArchive(join(mirror, 'imdb', 'aclImdb_v1-part.tar.gz'), reviews);
  return mirror;
}

const digest = (values: Int32Array) => createHash('sha256').update(values).digest('hex');

describe('the definition', () => {
  it('is nothing but data, defaults filled in', () => {
    expect(JSON.parse(JSON.stringify(imdb({ vocabularySize: 20_000, length: 32 })))).toEqual({
      name: 'imdb',
      options: { vocabularySize: 20_000, length: 32, lineBreaks: 'word' },
      outline: { classes: 2, trainingExamples: 25_000, vocabularySize: 20_000, length: 32 },
    });
  });

  it('refuses options that make no sense', () => {
    expect(() => imdb({ vocabularySize: 4, length: 32 })).toThrow(
      'imdb: expected an integer vocabularySize from 5, got 4',
    );
    expect(() => imdb({ vocabularySize: 5, length: 0 })).toThrow(
      'imdb: expected an integer length from 1, got 0',
    );
    expect(() => imdb({ vocabularySize: 5, length: 1, lineBreaks: 'none' as 'word' })).toThrow(
      "imdb: expected lineBreaks 'word' or 'space', got none",
    );
  });
});

describe.each(['word', 'space'] as const)('the embedded sample with a line break as a %s', (lineBreaks) => {
  const expected = sample[lineBreaks];
  let dataset: TextDataset;
  beforeAll(async () => {
    const { vocabularySize, length } = expected;
    dataset = await imdb({ vocabularySize, length, lineBreaks }).load({ use: 'sample', samples });
  });

  it('has the tokens of Keras', async () => {
    expect(dataset.vocabularies.tokens.slice(4, 24)).toEqual(expected.ranked);
    const test = await dataset.test.batch([...Array(500).keys()]);
    expect([...(test.tokens as Int32Array).subarray(-32)]).toEqual(expected.lastTest);
    expect(digest(test.tokens as Int32Array)).toBe(expected.test);

    const { train, validation } = dataset.split(randomStream(0));
    const rows = await Promise.all(
      [train, validation].map(async (side) => {
        const { tokens } = await side.batch([...Array(side.size).keys()]);
        return Array.from({ length: side.size }, (_, row) =>
          tokens?.slice(row * 32, row * 32 + 32).join(' '),
        );
      }),
    );
    expect(rows.flat()).toContain(expected.firstTrain.join(' '));
  });

  it('has both classes equally often in all its parts', () => {
    const { train, validation } = dataset.split(randomStream(0));
    const positive = (labels: Int32Array) => labels.reduce((sum, label) => sum + label);
    expect([train.size, validation.size, dataset.test.size]).toEqual([1_800, 200, 500]);
    expect([train, validation, dataset.test].map(({ labels }) => positive(labels))).toEqual([900, 100, 250]);
    expect(dataset.classes).toEqual(['negative', 'positive']);
    expect(dataset.fields).toEqual({
      tokens: { shape: [32], dtype: 'int32' },
      label: { shape: [], dtype: 'int32' },
    });
  });

  it('says where it comes from', () => {
    const archive = readFileSync(join(samples, 'imdb', 'aclImdb-sample.tar.gz'));
    expect(dataset.provenance).toEqual({
      source: 'embedded sample',
      files: [
        {
          name: 'aclImdb-sample.tar.gz',
          bytes: archive.length,
          sha256: createHash('sha256').update(archive).digest('hex'),
        },
      ],
      contents: 'dfb660dea23174a6950187c8d39b4574c22ad0570541745aaabca0f58ab00384',
      remarks: [
        'The train part has 2,000 examples, not the published 25,000.',
        'The test part has 500 examples, not the published 25,000.',
      ],
    });
  });
});

describe('the reviews of a mirror', () => {
  it('become the same tokens in any order', async () => {
    const one = await small.load({ mirror: await mirrorOf(REVIEWS) });
    const other = await small.load({ mirror: await mirrorOf([...REVIEWS].reverse()) });
    expect(one.vocabularies.tokens.slice(4)).toEqual(['film', 'br', 'great', "it's", 'bad', 'the']);
    for (const { test, provenance } of [one, other]) {
      expect(await test.batch([0, 1, 2, 3])).toEqual({
        tokens: Int32Array.of(0, 0, 0, 1, 1, 9, 2, 4, 0, 0, 1, 2, 1, 2, 4, 9),
        label: Int32Array.of(0, 0, 1, 1),
      });
      expect(provenance.contents).toBe(one.provenance.contents);
    }
    expect(await one.split(randomStream(3)).train.batch([0])).toEqual(
      await other.split(randomStream(3)).train.batch([0]),
    );
  });

  it('are encoded as other texts are', async () => {
    const { encode } = await small.load({ mirror: await mirrorOf(REVIEWS) });
    expect(encode('Bad worst, unheard-of FILM')).toEqual(Int32Array.of(1, 8, 2, 4));
    expect(encode('')).toEqual(Int32Array.of(0, 0, 0, 1));
  });

  it('are hashed once each', async () => {
    const mirror = await mirrorOf(REVIEWS);
    vi.mocked(digestOf).mockClear();
    await small.load({ mirror });
    const hashed = vi.mocked(digestOf).mock.calls.map(([text]) => text);
    expect(hashed.sort()).toEqual(REVIEWS.map(([, text]) => text).sort());
  });

  it('are counted where they repeat, and stay on one side of a split', async () => {
    const fillers = Array.from(
      { length: 18 },
      (_, id) => [`aclImdb/train/pos/${100 + id}_8.txt`, `text ${id}`] as const,
    );
    const twice = Array.from(
      { length: 18 },
      (_, id) => [`aclImdb/train/neg/${100 + id}_2.txt`, `no ${id % 17}`] as const,
    );
    const mirror = await mirrorOf([...REVIEWS, ...fillers, ...twice]);
    const { provenance, split, encode } = await imdb({ vocabularySize: 100, length: 4 }).load({ mirror });
    expect(provenance.remarks).toEqual([
      "Read from aclImdb_v1-part.tar.gz, which isn't the publisher's file.",
      'The train part has 40 examples, not the published 25,000.',
      'The test part has 4 examples, not the published 25,000.',
      'Training examples that repeat another: 1; a split keeps equal ones on one side.',
      'Test examples that are training examples too: 1.',
    ]);
    const repeated = encode('no 0').join(' ');
    const held = new Set<number>();
    for (let seed = 0; seed < 50; seed++) {
      const { train, validation } = split(randomStream(seed));
      expect([train.size, validation.size]).toEqual([36, 4]);
      const { tokens } = await validation.batch([0, 1, 2, 3]);
      const rows = [0, 4, 8, 12].map((start) => tokens?.slice(start, start + 4).join(' '));
      held.add(rows.filter((row) => row === repeated).length);
    }
    expect([...held].sort()).toEqual([0, 2]);
  });

  it('can be limited, evenly over the classes', async () => {
    const dataset = await small.load({ mirror: await mirrorOf(REVIEWS), limits: { train: 2, test: 2 } });
    expect([...dataset.test.labels]).toEqual([0, 1]);
    expect([...dataset.split(randomStream(0)).train.labels]).toEqual([0, 1]);
    expect(dataset.vocabularies.tokens.slice(4)).toEqual(['film', 'br', 'great', "it's", 'bad', 'the']);
    expect(dataset.provenance.remarks).toContain('Of the test part, 2 of 4 examples are used.');
    await expect(small.load({ mirror: await mirrorOf(REVIEWS), limits: { test: 5 } })).rejects.toThrow(
      'limits: expected from 1 to 4 examples, got 5',
    );
  });

  it('are refused when a class is missing', async () => {
    const mirror = await mirrorOf(REVIEWS.filter(([name]) => !name.includes('test/neg')));
    await expect(small.load({ mirror })).rejects.toThrow(
      `imdb: expected test texts of both classes in ${join(mirror, 'imdb', 'aclImdb_v1-part.tar.gz')}, found 0 negative and 2 positive`,
    );
  });

  it('are read with progress, until they are aborted', async () => {
    const many = Array.from(
      { length: 2_500 },
      (_, id) => [`aclImdb/train/pos/${id}_8.txt`, `text ${id}`] as const,
    );
    const mirror = await mirrorOf([...REVIEWS.filter(([name]) => !name.includes('train/pos')), ...many]);
    const steps: ProgressStep[] = [];
    await small.load({ mirror, progress: (step) => steps.push(step) });
    expect(steps).toEqual([1_000, 2_000].map((done) => ({ activity: 'reading', name: 'imdb', done })));
    const controller = new AbortController();
    const progress = () => controller.abort(new Error('enough'));
    await expect(small.load({ mirror, progress, signal: controller.signal })).rejects.toThrow('enough');
  });
});

const mirror = process.env.BETTER_ATTENTION_DATA;

describe.runIf(mirror)(`the full data set${WITHOUT_DATA}`, () => {
  it('has the ranks that Keras publishes, and every review', async () => {
    const dataset = await imdb({ vocabularySize: 20_000, length: 32 }).load({ offline: true });
    expect(dataset.vocabularies.tokens.slice(4, 27).join(' ')).toBe(
      'the and a of to is br in it i this that was as for with movie but film on not you are',
    );
    const { train, validation } = dataset.split(randomStream(0));
    expect([train.size, validation.size, dataset.test.size]).toEqual([22_500, 2_500, 25_000]);
    expect(dataset.provenance.contents).toBe(
      'd0dd556cb98c0d0ecba3d00a8b686a0f5c35d4ed69c3033b1794b9e5ba1cd983',
    );
    expect(dataset.provenance.remarks).toContain('Test examples that are training examples too: 123.');
  });

  it('has the words of the training reviews alone, of which the index that Keras publishes has 88,584', async () => {
    const { vocabularies } = await imdb({ vocabularySize: 200_000, length: 1 }).load({ offline: true });
    expect(vocabularies.tokens.length - 4).toBe(88_582);
  });
});
