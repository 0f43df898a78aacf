import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RunRecord, runIdentity } from '@better-attention/records';
import type { TrainingTableInput } from '@better-attention/reporting';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ResolvedExperiment } from '../../src/definition/define-experiment.js';
import type { ResolvedLayers } from '../../src/definition/define-layers.js';
import { planRuns } from '../../src/runs/plan-runs.js';
import { fingerprintOf } from '../../src/support/fingerprint.js';
import { layersTable } from '../../src/tables/layers.js';
import { loadExperiment } from '../../src/tables/load-table.js';
import { readAttachment, readMaps, readRecorded, recordProblems } from '../../src/tables/recorded.js';
import type { Table } from '../../src/tables/table.js';
import { trainingTable } from '../../src/tables/training.js';
import { recordsIn, workspace } from '../workspace.js';

const COMMITTED = fileURLToPath(new URL('../../../../experiments/imdb/runs/paper', import.meta.url));
const FILE = 'super-h4-seed0.json';

/** The mechanisms and seed of the two records, as the experiment states them. */
async function experimentOf(changes: Partial<ResolvedExperiment> = {}): Promise<ResolvedExperiment> {
  const experiment = await loadExperiment(workspace, 'imdb', { preset: 'paper', seeds: 1 });
  const alone = { mechanisms: ['standard', 'super'], baselines: [], ablation: null, pilotSeeds: 0 };
  return { ...experiment, ...alone, ...changes };
}

let folder: string;
let table: Table;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'records '));
  table = trainingTable(recordsIn(folder), await experimentOf());
  for (const name of ['standard-h4-seed0.json', FILE])
    await copyFile(join(COMMITTED, name), join(folder, name));
});
afterEach(() => rm(folder, { recursive: true }));

async function edit(change: (record: RunRecord & Record<string, unknown>) => object): Promise<void> {
  const record = JSON.parse(await readFile(join(folder, FILE), 'utf8'));
  await writeFile(join(folder, FILE), JSON.stringify({ ...record, ...change(record) }));
}

it('reads the records of the plan', async () => {
  const { records, unusable, remarks } = await readRecorded(table);
  expect([...records.keys()]).toEqual(await readdir(folder).then((names) => names.sort()));
  expect({ unusable: [...unusable], remarks }).toEqual({ unusable: [], remarks: [] });
});

it('refuses records of other settings, and names what differs', async () => {
  const experiment = await experimentOf();
  const other = await experimentOf({ training: { ...experiment.training, epochs: 5, batchSize: 32 } });
  const { records, unusable } = await readRecorded(trainingTable(recordsIn(folder), other));
  expect(records.size).toBe(0);
  expect(unusable.get(FILE)).toBe(
    'it was trained under other settings than the table states now (training.batchSize 64 instead of 32, training.epochs 10 instead of 5); `pnpm table imdb --preset paper` trains it again',
  );
});

it('refuses runs that nobody planned, and names what is wrong with them first', async () => {
  await copyFile(join(COMMITTED, 'super-h4-seed1.json'), join(folder, 'super-h4-seed1.json'));
  await copyFile(join(COMMITTED, 'super-h4-seed2.json'), join(folder, 'super-h4-seed3.json'));
  const { records, unusable } = await readRecorded(table);
  expect(records.size).toBe(2);
  expect([...unusable]).toEqual([
    ['super-h4-seed1.json', 'preset paper doesn’t plan it'],
    ['super-h4-seed3.json', 'it holds what belongs into super-h4-seed2.json; move it there or delete it'],
  ]);
});

it('refuses a run that is there twice, both times', async () => {
  const record = JSON.parse(await readFile(join(folder, 'standard-h4-seed0.json'), 'utf8'));
  const copy = { ...record, seed: 1 };
  const forged = { ...copy, fingerprint: fingerprintOf(runIdentity(copy)) };
  await writeFile(join(folder, 'standard-h4-seed1.json'), JSON.stringify(forged));
  const { records, unusable } = await readRecorded(
    trainingTable(recordsIn(folder), await experimentOf({ seeds: 2 })),
  );
  expect([...records.keys()]).toEqual([FILE]);
  expect([...unusable]).toEqual([
    [
      'standard-h4-seed0.json',
      'it holds the same numbers as standard-h4-seed1.json: one run was recorded twice',
    ],
    [
      'standard-h4-seed1.json',
      'it holds the same numbers as standard-h4-seed0.json: one run was recorded twice',
    ],
  ]);
});

it('names a mechanism that is missing, and seeds that are', async () => {
  const planned = await experimentOf({ mechanisms: ['standard', 'super', 'efficient'], seeds: 2 });
  const { remarks } = await readRecorded(trainingTable(recordsIn(folder), planned));
  expect(remarks).toEqual([
    'Of 6 planned runs 4 are missing: efficient 4 heads (2 runs), super 4 heads seed 1, standard 4 heads seed 1.',
  ]);
  await rm(folder, { recursive: true });
  expect((await readRecorded(trainingTable(recordsIn(folder), planned))).remarks).toEqual([]);
  await mkdir(folder);
});

it('leaves it to the report to say that other starts of W^A were not measured', async () => {
  const planned = await experimentOf({ ablation: { start: ['identity'] } });
  const started: Table = trainingTable(recordsIn(folder), planned);
  expect(started.plan().map(({ file }) => file)).toContain('super-h4-identity-seed0.json');
  const recorded = await readRecorded(started);
  expect(recorded.remarks).toEqual([]);
  expect(await started.input(recorded)).toMatchObject({ starts: ['identity'], variants: new Map() });
});

it('keeps runs on a part of the examples apart from the table’s own', async () => {
  const planned = await experimentOf({ ablation: { start: ['identity'], trainSizes: [2_000] } });
  const { configuration } =
    planRuns(planned).find((run) => run.mechanism === 'super' && run.trainExamples === 2_000) ?? {};
  const part = JSON.parse(await readFile(join(folder, FILE), 'utf8'));
  Object.assign(part, { trainExamples: 2_000, configuration });
  Object.assign(part.data.examples, { train: 2_000 });
  part.epochs[0].train.loss += 1e-9;
  part.fingerprint = fingerprintOf(runIdentity(part));
  const own = 'super-h4-train2000-seed0.json';
  await writeFile(join(folder, own), JSON.stringify(part));
  const sized: Table = trainingTable(recordsIn(folder), planned);
  const recorded = await readRecorded(sized);
  expect([...recorded.unusable]).toEqual([]);
  expect(recorded.remarks).toEqual([]);
  const input = (await sized.input(recorded)) as TrainingTableInput;
  expect(input.trainSizes).toEqual([2_000]);
  expect([...input.records.keys()].sort()).toEqual(['standard-h4-seed0.json', FILE]);
  expect([...(input.variants ?? [])].map(([file]) => file)).toEqual([own]);
});

it('takes a missing record for one that is not there yet', async () => {
  await rm(join(folder, FILE));
  const { records, unusable } = await readRecorded(table);
  expect([records.size, unusable.size]).toEqual([1, 0]);
});

it.each([
  ['an unknown version', () => ({ version: 9 }), /^not a valid run record; .*→ at version$/],
  [
    'a share that is a percentage',
    () => ({ test: { loss: 0.5, accuracy: 97.31 } }),
    /^not a valid run record; .*expected a number from 0 to 1, got 97\.31 → at test\.accuracy$/,
  ],
  ['NaN, which JSON makes null', () => ({ test: { accuracy: null } }), /received null → at test\.accuracy$/],
  [
    'what can’t be',
    () => ({ bestEpoch: 99 }),
    /^not a valid run record; .*expected one of 10 epochs, got 99 → at bestEpoch$/,
  ],
  ['another experiment', () => ({ experiment: 'mnist' }), /^it is of mnist, preset paper$/],
  ['another preset', () => ({ preset: 'cpu' }), /^it is of imdb, preset cpu$/],
  [
    'another run',
    () => ({ seed: 3 }),
    /^it holds what belongs into super-h4-seed3\.json; move it there or delete it$/,
  ],
  [
    'a configuration that was edited',
    () => ({ seed: 0, configuration: {} }),
    /^its fingerprint is not that of/,
  ],
])('tells %s instead of failing', async (_, change, reason) => {
  await edit(change);
  const { records, unusable } = await readRecorded(table);
  expect([...records.keys()]).toEqual(['standard-h4-seed0.json']);
  expect(unusable.get(FILE)).toMatch(reason);
  expect(unusable.get(FILE)).not.toContain(folder);
});

it('tells a file that is not JSON', async () => {
  await writeFile(join(folder, FILE), '{"version": 1,');
  expect((await readRecorded(table)).unusable.get(FILE)).toMatch(/^not a run record, not even JSON/);
});

it('tells attention weights that are missing or of another hash', async () => {
  await edit(() => ({ attention: { file: 'maps.json', sha256: 'ab'.repeat(32) } }));
  const input = async () => {
    const given = await table.input(await readRecorded(table));
    return given.kind === 'training' ? given : expect.fail(given.kind);
  };
  expect((await input()).unusable?.get('maps.json')).toBe(`missing, though ${FILE} names it`);
  await writeFile(join(folder, 'maps.json'), '{"version":1,"examples":[]}');
  const other = await input();
  expect(other.unusable?.get('maps.json')).toBe(`its SHA-256 is not the one that ${FILE} names`);
  expect([other.records.size, other.attention?.size]).toEqual([2, 0]);
});

describe('a file that a record names', () => {
  const sha256 = createHash('sha256').update('secret').digest('hex');
  const problemOf = async (file: string) =>
    (await readAttachment(join(folder, 'runs'), FILE, { file, sha256 })).problem;

  beforeEach(async () => {
    await mkdir(join(folder, 'runs', 'attention'), { recursive: true });
    await mkdir(join(folder, 'outside'));
    await writeFile(join(folder, 'secret.json'), 'secret');
    await writeFile(join(folder, 'outside', 'secret.json'), 'secret');
  });

  it.each(['../secret.json', 'attention/../../secret.json', '..\\secret.json'])(
    'is not read from %s',
    async (file) => {
      expect(await problemOf(file)).toBe(
        `${FILE} names it, but it lies outside of the folder of the records`,
      );
      expect(await problemOf(join(folder, 'secret.json'))).toMatch(/lies outside/);
    },
  );

  it('is not read through a link that leads out, to a file or of a folder', async () => {
    await symlink(join(folder, 'secret.json'), join(folder, 'runs', 'attention', 'link.json'));
    await symlink(join(folder, 'outside'), join(folder, 'runs', 'maps'));
    expect(await problemOf('attention/link.json')).toMatch(/lies outside of the folder of the records$/);
    expect(await problemOf('maps/secret.json')).toMatch(/lies outside of the folder of the records$/);
  });

  it('is read through links that stay inside, also where the folder is one', async () => {
    await writeFile(join(folder, 'runs', 'own.json'), 'secret');
    await symlink('../own.json', join(folder, 'runs', 'attention', 'link.json'));
    await symlink(join(folder, 'runs'), join(folder, 'elsewhere'));
    const attachment = { file: 'attention/link.json', sha256 };
    expect(await readAttachment(join(folder, 'elsewhere'), FILE, attachment)).toEqual({ content: 'secret' });
  });

  it('is a file', async () => {
    expect(await problemOf('attention')).toBe(`not a file, though ${FILE} names it`);
  });

  it('holds maps of attention, or says why not', async () => {
    const found = async (content: string) => {
      await writeFile(join(folder, 'maps.json'), content);
      const hash = createHash('sha256').update(content).digest('hex');
      return readMaps(folder, FILE, { file: 'maps.json', sha256: hash });
    };
    expect(await found('{"version":1,"examples":[]}')).toEqual({ maps: { version: 1, examples: [] } });
    expect(await found('secret')).toEqual({
      problem: expect.stringMatching(/^no maps of attention, not even JSON/),
    });
    const layer = { name: 'block', heads: 1, queries: 2, keys: 2, scale: 65535, weights: 'AAAA' };
    const examples = [{ label: 'a', input: { kind: 'text', tokens: ['a', 'b'] }, layers: [layer] }];
    expect(await found(JSON.stringify({ version: 1, examples }))).toEqual({
      problem: 'no maps of attention: expected two bytes a head, query and key',
    });
  });
});

describe('every file of a folder', () => {
  it('is what it says, or there is no folder', async () => {
    expect([...(await recordProblems(table))]).toEqual([]);
    expect([...(await recordProblems({ ...table, folder: join(folder, 'none') }))]).toEqual([]);
  });

  it('is named when its schema, its fingerprint or its name does not fit, in the plan or not', async () => {
    await edit(() => ({ version: 9 }));
    await copyFile(join(folder, 'standard-h4-seed0.json'), join(folder, 'super-h2-seed7.json'));
    const edited = JSON.parse(await readFile(join(folder, 'standard-h4-seed0.json'), 'utf8'));
    await writeFile(join(folder, 'standard-h4-seed0.json'), JSON.stringify({ ...edited, configuration: {} }));
    const problems = await recordProblems(table);
    expect([...problems.keys()]).toEqual(['standard-h4-seed0.json', 'super-h2-seed7.json', FILE]);
    expect(problems.get(FILE)).toMatch(/^not a valid run record; .*→ at version$/);
    expect(problems.get('standard-h4-seed0.json')).toMatch(/^its fingerprint is not that of/);
    expect(problems.get('super-h2-seed7.json')).toBe(
      'it holds what belongs into standard-h4-seed0.json; move it there or delete it',
    );
  });

  it('is named when nobody knows its mechanism', async () => {
    const record = JSON.parse(await readFile(join(folder, FILE), 'utf8'));
    const other = { ...record, mechanism: 'sparse' };
    const fingerprint = fingerprintOf(runIdentity(other));
    await writeFile(join(folder, 'sparse-h4-seed0.json'), JSON.stringify({ ...other, fingerprint }));
    expect((await recordProblems(table)).get('sparse-h4-seed0.json')).toMatch(
      /^its mechanism 'sparse' is unknown; known are standard, optimised.*; one of your own: add --mechanism-file$/,
    );
  });

  it('is named when a record states another hash of it', async () => {
    const hash = 'ab'.repeat(32);
    await edit(({ data }) => ({
      data: {
        ...data,
        vocabularies: ['en', 'es'].map((field) => ({
          field,
          words: 1,
          file: `words/${field}.txt`,
          sha256: hash,
        })),
      },
    }));
    await mkdir(join(folder, 'words'));
    await writeFile(join(folder, 'words/en.txt'), 'the\n');
    expect([...(await recordProblems(table))]).toEqual([
      ['words/en.txt', `its SHA-256 is not the one that ${FILE} names`],
      ['words/es.txt', `missing, though ${FILE} names it`],
    ]);
  });
});

describe('the records of single layers', () => {
  const counts = fileURLToPath(
    new URL('../../../../experiments/complexity/runs/paper/counts.json', import.meta.url),
  );
  const layers = {
    name: 'complexity',
    preset: { name: 'paper', because: 'the paper' },
    kind: 'complexity',
    mechanisms: ['standard'],
    base: { contextLength: 64, modelWidth: 64, heads: 4 },
    axes: { contextLength: [64], modelWidth: [64], heads: [4] },
  } as unknown as ResolvedLayers;
  let own: Table;

  beforeEach(async () => {
    own = layersTable(recordsIn(join(folder, 'layers')), layers);
    await mkdir(own.folder);
    await copyFile(counts, join(own.folder, 'counts.json'));
  });

  it('are read, and refused where their settings are others', async () => {
    const { records, unusable } = await readRecorded(own);
    expect(records.size).toBe(0);
    expect(unusable.get('counts.json')).toMatch(
      /^it was made under other settings than the table states now \(mechanisms \["standard",.*\] instead of \["standard"\], .*\); `pnpm table complexity --preset paper` makes it again$/,
    );
    expect([...(await recordProblems(own))]).toEqual([]);
  });

  it.each([
    ['an unknown version', { version: 9 }, /^not a valid record of single layers; .*→ at version$/],
    ['a configuration that was edited', { configuration: {} }, /^its fingerprint is not that of/],
  ])('tell %s instead of failing', async (_, change, reason) => {
    const record = JSON.parse(await readFile(join(own.folder, 'counts.json'), 'utf8'));
    await writeFile(join(own.folder, 'counts.json'), JSON.stringify({ ...record, ...change }));
    const { records, unusable } = await readRecorded(own);
    expect(records.size).toBe(0);
    expect(unusable.get('counts.json')).toMatch(reason);
    expect((await recordProblems(own)).get('counts.json')).toMatch(reason);
  });
});
