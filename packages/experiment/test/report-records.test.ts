import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunRecord } from '@better-attention/records';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ResolvedExperiment } from '../src/plan.js';
import { reportRecords } from '../src/report-records.js';

const COMMITTED = fileURLToPath(new URL('../../../experiments/imdb/runs/paper', import.meta.url));
const FILE = 'super-h4-seed0.json';

/** As much of an experiment as its plan needs. */
const experiment = {
  name: 'imdb',
  preset: 'paper',
  dataset: { name: 'imdb', options: {} },
  model: { name: 'text classifier', heads: 4, settings: {} },
  training: { optimiser: { name: 'adam', settings: {} }, batchSize: 64, epochs: 10, select: 'accuracy' },
  mechanisms: ['standard', 'super'],
  seeds: 1,
} as unknown as ResolvedExperiment;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'records '));
  for (const name of ['standard-h4-seed0.json', FILE])
    await copyFile(join(COMMITTED, name), join(folder, name));
});
afterEach(() => rm(folder, { recursive: true }));

async function edit(change: (record: RunRecord & Record<string, unknown>) => object): Promise<void> {
  const record = JSON.parse(await readFile(join(folder, FILE), 'utf8'));
  await writeFile(join(folder, FILE), JSON.stringify({ ...record, ...change(record) }));
}

it('reads the records of the plan, and counts those of other settings', async () => {
  const { records, unusable, changed } = await reportRecords(experiment, folder);
  expect([...records.keys()]).toEqual(await readdir(folder).then((names) => names.sort()));
  expect({ unusable: [...unusable], changed }).toEqual({ unusable: [], changed: 2 });
});

it('takes a missing record for one that is not there yet', async () => {
  await rm(join(folder, FILE));
  const { records, unusable } = await reportRecords(experiment, folder);
  expect([records.size, unusable.size]).toEqual([1, 0]);
});

it.each([
  ['an unknown version', () => ({ version: 9 }), /^not a valid run record; .*→ at version$/],
  ['NaN, which JSON makes null', () => ({ test: { accuracy: null } }), /received null → at test\.accuracy$/],
  [
    'a configuration that was edited',
    () => ({ seed: 0, configuration: {} }),
    /^its fingerprint is not that of/,
  ],
])('tells %s instead of failing', async (_, change, reason) => {
  await edit(change);
  const { records, unusable } = await reportRecords(experiment, folder);
  expect([...records.keys()]).toEqual(['standard-h4-seed0.json']);
  expect(unusable.get(FILE)).toMatch(reason);
  expect(unusable.get(FILE)).not.toContain(folder);
});

it('tells a file that is no JSON', async () => {
  await writeFile(join(folder, FILE), '{"version": 1,');
  expect((await reportRecords(experiment, folder)).unusable.get(FILE)).toMatch(
    /^not a run record, not even JSON/,
  );
});

it('tells attention weights that are missing or of another hash', async () => {
  await edit(() => ({ attention: { file: 'maps.json', sha256: 'ab'.repeat(32) } }));
  const missing = await reportRecords(experiment, folder);
  expect(missing.unusable.get('maps.json')).toBe(`missing, though ${FILE} names it`);
  await writeFile(join(folder, 'maps.json'), '{"version":1,"examples":[]}');
  const other = await reportRecords(experiment, folder);
  expect(other.unusable.get('maps.json')).toBe(`its SHA-256 is not the one that ${FILE} names`);
  expect([other.records.size, other.attention.size]).toEqual([2, 0]);
});
