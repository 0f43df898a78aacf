import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findWorkspace } from '../../src/workspace/find-workspace.js';
import { LAYER_CODE, packagesHash, SPEED_CODE, TRAINED_CODE } from '../../src/workspace/provenance.js';
import { workspace } from '../workspace.js';

const WHOLE = fileURLToPath(new URL('../../../better-attention/package.json', import.meta.url));

let folder: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'my project ')));
  vi.stubEnv('BETTER_ATTENTION_TABLES', join(folder, 'none.json'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const written = async (path: string, content: string | object) => {
  const file = join(folder, path);
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
};
const defining = (name: string) => `export default { name: '${name}', presets: {} };`;

describe('a folder that is no checkout', () => {
  it('is a project: the nearest folder with a package.json, or itself', async () => {
    await mkdir(join(folder, 'deep/er'), { recursive: true });
    expect(findWorkspace(join(folder, 'deep/er'))).toMatchObject({
      kind: 'project',
      root: join(folder, 'deep/er'),
    });
    await written('package.json', {});
    const { kind, root, ...found } = findWorkspace(join(folder, 'deep/er'));
    expect({ kind, root }).toEqual({ kind: 'project', root: folder });
    expect(found.shown(found.recordsFolder('mine', 'paper'))).toBe(join('runs', 'mine', 'paper'));
    expect(found.shown(found.reportFolder('paper'))).toBe(join('report', 'paper'));
    expect(found.lines.measure({ name: 'mine', preset: 'paper' })).toBe(
      'npx better-attention train mine --preset paper',
    );
  });

  it('has the tables of its own, of its dependencies, and those that come with the command', async () => {
    await written('experiments/file/experiment.js', defining('file'));
    await written(
      'experiments/typed/experiment.ts',
      `const name: string = 'typed';\nexport default { name, presets: {} };`,
    );
    await written('experiments/whole/package.json', {
      name: 'anything',
      type: 'module',
      exports: './main.js',
    });
    await written('experiments/whole/main.js', defining('whole'));
    await written('experiments/notes/README.md', 'no table');
    await written('package.json', { dependencies: { '@me/installed-table': '1', other: '1' } });
    await written('node_modules/@me/installed-table/package.json', {
      name: '@me/installed-table',
      exports: './main.mjs',
    });
    await written('node_modules/@me/installed-table/main.mjs', defining('installed'));
    const { experimentNames, definition, experimentFolder } = findWorkspace(folder);
    expect(await experimentNames()).toEqual(['file', 'installed', 'typed', 'whole']);
    for (const name of await experimentNames()) expect((await definition(name)).name).toBe(name);
    expect(await experimentFolder('installed')).toBe(join(folder, 'node_modules/@me/installed-table'));
    vi.stubEnv('BETTER_ATTENTION_TABLES', WHOLE);
    const all = findWorkspace(folder);
    expect(await all.experimentNames()).toEqual(
      [...(await workspace.experimentNames()), 'file', 'installed', 'typed', 'whole'].sort(),
    );
    expect(await all.definition('imdb')).toMatchObject({ name: 'imdb', headline: 'accuracy' });
  });

  it.each([
    ['a table that isn’t there', 'other', "unknown table 'other'; known: bent, empty, gone, wrong"],
    [
      'one of another name',
      'wrong',
      "experiments/wrong/experiment.js: it is named 'right'; name it 'wrong', as its place is",
    ],
    [
      'no definition',
      'empty',
      'experiments/empty/experiment.js: expected a default export that defineExperiment makes',
    ],
    ['one that throws', 'bent', "experiments/bent/experiment.js can't be loaded: no luck"],
    ['one that isn’t installed', 'gone', 'gone-table is not installed; run: npm install'],
  ])('says what is wrong with %s', async (_, name, message) => {
    await written('experiments/wrong/experiment.js', defining('right'));
    await written('experiments/empty/experiment.js', 'export const one = 1;');
    await written('experiments/bent/experiment.js', "throw new Error('no luck');");
    await written('package.json', { dependencies: { 'gone-table': '1' } });
    await expect(findWorkspace(folder).definition(name)).rejects.toThrow(message);
  });

  it('describes the packages that run as a checkout of the same sources does, and its own lockfile', async () => {
    await written('package-lock.json', '{}');
    const { sources } = findWorkspace(folder);
    for (const code of [TRAINED_CODE, LAYER_CODE, SPEED_CODE]) {
      const { packages, lockfile: _, ...commit } = await sources(code);
      expect(packages).toBe(await packagesHash(workspace.root, code));
      expect(commit).toEqual({
        commit: 'unknown',
        commitUnknown: 'better-attention 0.0.0 as it is installed, not a checkout',
        dirty: false,
      });
    }
    const { lockfile } = await sources(TRAINED_CODE);
    expect(lockfile).not.toBe((await workspace.sources(TRAINED_CODE)).lockfile);
  });
});
