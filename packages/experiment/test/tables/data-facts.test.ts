import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Dataset } from '@better-attention/datasets';
import { RUNS, readRecord } from '@better-attention/records';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readDataFacts, withDataFacts, writeDataFacts } from '../../src/tables/data-facts.js';

const COMMITTED = fileURLToPath(
  new URL('../../../../experiments/imdb/runs/paper/super-h4-seed0.json', import.meta.url),
);
const CONTENTS = 'ab'.repeat(32);

function dataset(changes: Partial<Dataset> = {}): Dataset {
  const described = { title: 'Imagenette', guessing: { classes: 10, majority: 0.1 } };
  return { ...described, provenance: { contents: CONTENTS }, test: { size: 500 }, ...changes } as Dataset;
}

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'facts '));
});
afterEach(() => rm(folder, { recursive: true }));

it('what a data set says is written once for its examples', async () => {
  expect(await readDataFacts(folder)).toEqual([]);
  await writeDataFacts(folder, dataset({ title: 'something else' }));
  await writeDataFacts(folder, dataset());
  const { guessing: _, ...translated } = dataset({ test: { size: 9 } as Dataset['test'], title: 'Anki' });
  await writeDataFacts(folder, translated);
  expect(await readDataFacts(folder)).toEqual([
    { contents: CONTENTS, test: 500, title: 'Imagenette', guessing: { classes: 10, majority: 0.1 } },
    { contents: CONTENTS, test: 9, title: 'Anki' },
  ]);
  expect(await readFile(join(folder, 'data.json'), 'utf8')).toMatch(/\n$/);
});

it('a file that says anything else is refused', async () => {
  await writeFile(join(folder, 'data.json'), '[{ "contents": "none" }]');
  await expect(readDataFacts(folder)).rejects.toThrow(/data\.json is not valid[\s\S]*contents/);
});

it('records of those examples say it too, unless they say it themselves', async () => {
  const record = await readRecord(COMMITTED, RUNS);
  const { contents, examples } = record.data;
  const facts = { title: 'IMDB', guessing: { classes: 2, majority: 0.5 } };
  const known = [{ contents, test: examples.test, ...facts }];
  const dataOf = (given: typeof record, of = known) =>
    withDataFacts(new Map([['a.json', given]]), of).get('a.json')?.data;
  expect(dataOf(record)).toMatchObject(facts);
  expect(dataOf({ ...record, data: { ...record.data, title: 'Reviews' } })?.title).toBe('Reviews');
  expect(dataOf(record, [{ contents, test: 1, ...facts }])).toBe(record.data);
  expect(dataOf(record, [{ contents: CONTENTS, test: examples.test, ...facts }])).toBe(record.data);
});
