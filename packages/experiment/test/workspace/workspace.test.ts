import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findWorkspace } from '../../src/workspace/find-workspace.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'work space '));
});
afterEach(() => rm(folder, { recursive: true }));

/** Makes the folder a repository that has another folder, whose path comes back. */
async function repositoryWith(path: string): Promise<string> {
  await mkdir(join(folder, 'packages/experiment'), { recursive: true });
  await writeFile(join(folder, 'pnpm-lock.yaml'), '');
  await mkdir(join(folder, path), { recursive: true });
  return join(folder, path);
}

describe('findWorkspace', () => {
  it('finds the nearest folder above that is a repository of tables', async () => {
    const deep = await repositoryWith('experiments/mine/src');
    const { root, recordsFolder, shown } = findWorkspace(deep);
    expect(root).toBe(folder);
    expect(shown(recordsFolder('mine', 'paper'))).toBe(join('experiments', 'mine', 'runs', 'paper'));
  });

  it('says that an experiment is not built, and how to build it', async () => {
    await repositoryWith('experiments/mine');
    const description = { name: 'mine', type: 'module', exports: './dist/experiment.js' };
    await writeFile(join(folder, 'experiments/mine/package.json'), JSON.stringify(description));
    const { definition } = findWorkspace(folder);
    await expect(definition('mine')).rejects.toThrow(
      /^experiment 'mine' is not built \(.*dist\/experiment\.js.*\); run: npm run build$/s,
    );
    await expect(definition('other')).rejects.toThrow("unknown experiment 'other'; known: mine");
  });
});
