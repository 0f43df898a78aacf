import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findWorkspace } from '../../src/workspace/workspace.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'work space '));
});
afterEach(() => rm(folder, { recursive: true }));

describe('findWorkspace', () => {
  it('finds the nearest folder above that has experiments', async () => {
    const deep = join(folder, 'experiments/mine/src');
    await mkdir(deep, { recursive: true });
    const { root, recordsFolder, shown } = await findWorkspace(deep);
    expect(root).toBe(folder);
    expect(shown(recordsFolder('mine', 'paper'))).toBe(join('experiments', 'mine', 'runs', 'paper'));
  });

  it('says what it needs where there is none', async () => {
    await writeFile(join(folder, 'experiments'), 'a file of the name');
    await expect(findWorkspace(folder)).rejects.toThrow(
      `found no folder 'experiments' in ${folder} or above it; run better-attention inside a checkout of its repository`,
    );
  });

  it('says that an experiment is not built, and how to build it', async () => {
    await mkdir(join(folder, 'experiments/mine'), { recursive: true });
    const description = { name: 'mine', type: 'module', exports: './dist/experiment.js' };
    await writeFile(join(folder, 'experiments/mine/package.json'), JSON.stringify(description));
    const { definition } = await findWorkspace(folder);
    await expect(definition('mine')).rejects.toThrow(
      /^experiment 'mine' is not built \(.*dist\/experiment\.js.*\); run: npm run build$/s,
    );
    await expect(definition('other')).rejects.toThrow("unknown experiment 'other'; known: mine");
  });
});
