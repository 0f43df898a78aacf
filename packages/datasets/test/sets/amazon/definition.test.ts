import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomStream } from '@better-attention/random';
import { describe, expect, it } from 'vitest';
import { WITHOUT_DATA } from '../../../../../testing/skipped.js';
import type { ExampleSet } from '../../../src/dataset/examples.js';
import { amazon } from '../../../src/sets/amazon/definition.js';
import { readAmazon, type SkippedLine } from '../../../src/sets/amazon/reader.js';
import { collect, SAMPLES, temporaryFolder } from '../../support.js';

describe('the definition', () => {
  it('is nothing but data, defaults filled in', () => {
    expect(JSON.parse(JSON.stringify(amazon({ vocabularySize: 20_000, length: 32 })))).toEqual({
      name: 'amazon',
      options: { vocabularySize: 20_000, length: 32, lineBreaks: 'word' },
      outline: { classes: 5, vocabularySize: 20_000, length: 32 },
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

describe.runIf(mirror)(`the data set of the mirror${WITHOUT_DATA}`, () => {
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
