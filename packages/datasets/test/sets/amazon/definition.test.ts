import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { randomStream } from '@better-attention/random';
import { describe, expect, it } from 'vitest';
import type { ExampleSet } from '../../../src/dataset/examples.js';
import { amazon } from '../../../src/sets/amazon/definition.js';
import { readAmazon, type SkippedLine } from '../../../src/sets/amazon/reader.js';
import { collect, SAMPLES, temporaryFolder } from '../../support.js';

const LINES = [
  '{"overall": 5.0, "verified": true, "vote": "1,024", "reviewText": "Great product", "summary": "Five Stars"}',
  `{'overall': 2.0, 'reviewText': 'it\\'s "bad"', 'helpful': [0, 1], 'price': None, 'x': u'\\xe9'}`,
  '{"rating": 4.0, "title": "t", "text": "Nice<br />pen", "parent_asin": "B0", "timestamp": 1588687728923}',
  '{"overall": 3.0, "summary": "no text"}',
  '{"overall": 1, "reviewText": "   "}',
  '{"overall": 6, "reviewText": "too many stars"}',
  '{"reviewText": "no stars"}',
  '{"overall": 1, "reviewText": "cut',
  '',
  '  {"overall": 1, "reviewText": "last"} ',
];

async function fileOf(content: string | Buffer, name = 'reviews.json'): Promise<string> {
  const path = join(await temporaryFolder(), name);
  await writeFile(path, content);
  return path;
}

describe('the reviews of a file', () => {
  it.each([
    ['plain', (text: string) => text],
    ['gzipped', (text: string) => gzipSync(text)],
    ['with other line ends and a mark', (text: string) => `\uFEFF${text.replaceAll('\n', '\r\n')}\r\n`],
  ])('of every release are read, %s', async (_, packed) => {
    const skipped: SkippedLine[] = [];
    const path = await fileOf(packed(LINES.join('\n')));
    const reviews = await collect(readAmazon([path], { skipped: (line) => skipped.push(line) }));
    const file = 'reviews.json';
    expect(reviews).toEqual([
      { stars: 5, text: 'Great product', file, line: 1 },
      { stars: 2, text: 'it\'s "bad"', file, line: 2 },
      { stars: 4, text: 'Nice<br />pen', file, line: 3 },
      { stars: 1, text: 'last', file, line: 10 },
    ]);
    expect(skipped).toEqual([
      { file, line: 4, reason: 'without a text' },
      { file, line: 5, reason: 'without a text' },
      { file, line: 6, reason: 'without stars from 1 to 5' },
      { file, line: 7, reason: 'without stars from 1 to 5' },
      { file, line: 8, reason: 'not readable' },
    ]);
  });

  it.each([
    [
      'a web page',
      '<!DOCTYPE html>\n<title>Not found</title>\n',
      "found 2 lines, of which 2 can't be read (line 1: no record)",
    ],
    ['nothing', '', 'found 0 lines'],
    ['lists', '[1]\n[2]\n', 'line 1: no record'],
    ['bytes that are no UTF-8', Buffer.from('{"a": "\xe9"}\n', 'latin1'), 'line 1: no UTF-8'],
    ['code', '{"a": 1}\n{__import__("os")}\n{f()}\n', 'line 2: expected a value at column 2'],
  ])('are refused from %s', async (_, content, message) => {
    const path = await fileOf(content);
    const failure = collect(readAmazon([path]));
    await expect(failure).rejects.toThrow(message);
    await expect(failure).rejects.toThrow(`amazon ${path}: expected a review a line`);
  });

  it('are refused early where most of the first lines are none', async () => {
    const path = await fileOf('x\n'.repeat(1_000));
    await expect(collect(readAmazon([path]))).rejects.toThrow('found 100 lines, of which 100');
  });

  it('are refused from a damaged file', async () => {
    const path = await fileOf(gzipSync(LINES.join('\n')).subarray(0, -20));
    await expect(collect(readAmazon([path]))).rejects.toThrow(`${path}: expected whole gzipped content`);
  });
});

describe('the definition', () => {
  it('is nothing but data, defaults filled in', () => {
    expect(JSON.parse(JSON.stringify(amazon({ vocabularySize: 20_000, length: 32 })))).toEqual({
      name: 'amazon',
      options: { vocabularySize: 20_000, length: 32, lineBreaks: 'word' },
    });
    expect(() => amazon({ vocabularySize: 4, length: 32 })).toThrow(
      'amazon: expected an integer vocabularySize from 5',
    );
  });
});

describe('the embedded sample', () => {
  it('has all stars in all its parts', async () => {
    const dataset = await amazon({ vocabularySize: 5_000, length: 32 }).load({
      use: 'sample',
      samples: SAMPLES,
    });
    const { train, validation } = dataset.split(randomStream(0));
    expect(train.size + validation.size + dataset.test.size).toBe(2_040);
    for (const part of [train, validation, dataset.test]) expect(new Set(part.labels).size).toBe(5);
    expect(Math.abs(dataset.test.size - 204)).toBeLessThan(40);
    expect(dataset.classes).toEqual(['1 star', '2 stars', '3 stars', '4 stars', '5 stars']);
    expect(dataset.provenance.remarks.at(-1)).toMatch(
      /^Always guessing . stars? is right for 2\d\.\d % of the test reviews\.$/,
    );
  });
});

describe('the reviews of a mirror', () => {
  const bodies = Array.from({ length: 400 }, (_, index) => ({
    overall: 1 + (index % 5),
    reviewText: `Text ${index % 300}!`,
  }));

  async function mirrorOf(files: Record<string, unknown[]>): Promise<string> {
    const mirror = await temporaryFolder();
    await mkdir(join(mirror, 'amazon'));
    for (const [name, records] of Object.entries(files)) {
      await writeFile(
        join(mirror, 'amazon', name),
        records.map((record) => JSON.stringify(record)).join('\n'),
      );
    }
    return mirror;
  }

  it('come from every file, and none is on two sides', async () => {
    const mirror = await mirrorOf({
      'a.json': bodies.slice(0, 200),
      'b.jsonl': bodies.slice(200),
      'c.txt': ['no'],
    });
    const dataset = await amazon({ vocabularySize: 500, length: 3 }).load({ mirror });
    const rowsOf = async (part: ExampleSet) => {
      const { tokens } = await part.batch([...Array(part.size).keys()]);
      return new Set(
        Array.from({ length: part.size }, (_, row) =>
          Array.from(tokens ?? [])
            .slice(row * 3, row * 3 + 3)
            .join(),
        ),
      );
    };
    const { train, validation } = dataset.split(randomStream(0));
    expect(train.size + validation.size + dataset.test.size).toBe(400);
    const [trained, held] = [await rowsOf(train), await rowsOf(validation)];
    expect([...held].filter((row) => trained.has(row))).toEqual([]);
    expect(dataset.provenance.files.map(({ name }) => name)).toEqual(['a.json', 'b.jsonl']);
    expect(dataset.provenance.remarks).toContainEqual(
      expect.stringMatching(/^Training examples that repeat another: \d+;/),
    );
    expect(dataset.provenance.remarks).not.toContainEqual(expect.stringMatching(/^Test examples that are/));
  });

  it('are held out alike, whatever the order of the lines', async () => {
    const load = async (records: unknown[]) =>
      amazon({ vocabularySize: 500, length: 3 }).load({ mirror: await mirrorOf({ 'a.json': records }) });
    const [one, other] = [await load(bodies), await load([...bodies].reverse())];
    expect([...one.test.labels].sort()).toEqual([...other.test.labels].sort());
    expect(Math.abs(one.test.size - 40)).toBeLessThan(25);
  });

  it('are counted where they are skipped', async () => {
    const mirror = await mirrorOf({ 'a.json': [...bodies, { overall: 5 }, { reviewText: 'none' }] });
    const { provenance } = await amazon({ vocabularySize: 500, length: 3 }).load({ mirror });
    expect(provenance.remarks).toContain('Skipped records: 1 without a text, 1 without stars from 1 to 5.');
  });
});

const mirror = process.env.BETTER_ATTENTION_DATA;

describe.runIf(mirror)('the data set of the mirror', () => {
  const manifest = async () => JSON.parse(await readFile(join(mirror as string, 'MANIFEST.json'), 'utf8'));

  it('has as many records as its manifest says, and is split by text', async () => {
    for (const { dataset, file, records } of (await manifest()).files) {
      if (dataset !== 'Amazon Reviews') continue;
      const skipped: SkippedLine[] = [];
      const path = join(mirror as string, 'amazon', file.slice(file.lastIndexOf('/') + 1));
      const reviews = await collect(readAmazon([path], { skipped: (line) => skipped.push(line) }));
      expect(skipped.filter(({ reason }) => reason !== 'without a text')).toEqual([]);
      expect([file, reviews.length + skipped.length]).toEqual([file, records.all]);
    }
    const { provenance } = await amazon({ vocabularySize: 20_000, length: 32 }).load({ offline: true });
    expect(provenance.files).toHaveLength(7);
    expect(provenance.remarks).toContainEqual(
      expect.stringMatching(/^Always guessing 5 stars is right for 6\d\.\d %/),
    );
  });
});
