import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LINUX_ALONE, unless } from '../../../../testing/skipped.js';
import { measureTable } from '../../src/command/measure-table.js';
import { defineLayers, resolveLayers } from '../../src/definition/define-layers.js';
import { layersTable } from '../../src/tables/layers.js';
import { requireWritable } from '../../src/workspace/writable.js';
import { recordsIn } from '../workspace.js';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'writable '));
});
afterEach(() => rm(root, { recursive: true }));

const problemOf = (path: string) =>
  requireWritable([{ path, of: 'records' }]).then(
    () => 'none',
    (error: Error) => `${error.name}: ${error.message}`,
  );

it('makes and leaves nothing where all is well', async () => {
  await mkdir(join(root, 'runs', 'attention'), { recursive: true });
  await writeFile(join(root, 'runs', 'a.json'), '');
  expect(await problemOf(join(root, 'runs'))).toBe('none');
  expect(await problemOf(join(root, 'reports', 'cpu'))).toBe('none');
  expect((await readdir(root, { recursive: true })).sort()).toEqual([
    'runs',
    'runs/a.json',
    'runs/attention',
  ]);
});

it('names a file that lies where a folder is expected, or above it', async () => {
  const path = join(root, 'runs');
  await writeFile(path, '');
  expect(await problemOf(path)).toBe(
    `Failure: records can't be written to ${path}: it is a file where a folder is expected`,
  );
  expect(await problemOf(join(path, 'paper'))).toBe(
    `Failure: records can't be written to ${join(path, 'paper')}, in ${path}: it is a file where a folder is expected`,
  );
});

const isRoot = process.getuid?.() === 0;
it.skipIf(isRoot)(
  `names a folder without permission, or one inside${unless(!isRoot, 'root may write everywhere; another user runs it')}`,
  async () => {
    const inner = join(root, 'runs', 'attention');
    await mkdir(inner, { recursive: true });
    await chmod(inner, 0o500);
    expect(await problemOf(join(root, 'runs'))).toMatch(/attention: no permission; change/);
    await chmod(join(root, 'runs'), 0o500);
    expect(await problemOf(join(root, 'runs'))).toMatch(/runs: no permission; change/);
    await chmod(join(root, 'runs'), 0o700);
  },
);

it.skipIf(process.platform !== 'linux')(
  `names a folder that takes no files, whoever asks${LINUX_ALONE}`,
  async () => {
    expect(await problemOf('/proc/records')).toMatch(
      /^Failure: records can't be written to \/proc\/records, in \/proc: /,
    );
  },
);

it('is asked before anything is measured', async () => {
  const layers = defineLayers({
    kind: 'complexity',
    name: 'counts',
    title: 'Counts',
    mechanisms: ['standard'],
    base: { contextLength: 8, modelWidth: 8, heads: 2 },
    axes: { contextLength: [8], modelWidth: [8], heads: [2] },
    presets: { sample: { because: 'a test' } },
    deviations: [],
  });
  const file = join(root, 'reports');
  await writeFile(file, '');
  const workspace = { ...recordsIn(join(root, 'runs')), reportFolder: () => join(file, 'sample') };
  const table = layersTable(workspace, resolveLayers(layers, { preset: 'sample' }));
  const { signal } = new AbortController();
  await expect(measureTable(workspace, table, { signal })).rejects.toThrow("the report can't be written to");
  expect(await readdir(root)).toEqual(['reports']);
});
