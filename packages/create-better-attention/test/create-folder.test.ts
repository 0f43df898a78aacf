import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AnyMechanism } from '@better-attention/attention';
import { checkMechanism } from '@better-attention/experiment';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFolder, main } from '../src/index.js';

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'create-'));
});
afterEach(async () => {
  process.exitCode = undefined;
  vi.restoreAllMocks();
  await rm(parent, { recursive: true, force: true });
});

const FILES = [
  '.gitignore',
  '.npmrc',
  'README.md',
  'cosine-attention.js',
  'cosine-attention.test.js',
  'package.json',
];

describe('a new folder', () => {
  it('has the example, its test and a package of the folder’s name', async () => {
    const folder = join(parent, 'my-attention');
    expect(await createFolder(folder)).toEqual(FILES);
    expect((await readdir(folder)).sort()).toEqual(FILES);
    const { name, dependencies } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    expect(name).toBe('my-attention');
    expect(Object.keys(dependencies)).toContain('@better-attention/attention');
    expect(await readFile(join(folder, 'README.md'), 'utf8')).toMatch(/^# my-attention\n/);
    for (const file of FILES) expect(await readFile(join(folder, file), 'utf8')).not.toContain('{{');
  });

  it('is refused where something is, and left as it was', async () => {
    await writeFile(join(parent, 'notes.txt'), 'mine');
    await expect(createFolder(parent)).rejects.toThrow(
      /: expected an empty folder, or none, found notes\.txt in it; choose another name$|can't be the name/,
    );
    expect(await readdir(parent)).toEqual(['notes.txt']);
  });

  it.each(['My-Attention', 'ätt', '-x', 'a b'])('is refused by the name %s', async (name) => {
    await expect(createFolder(join(parent, name))).rejects.toThrow(
      `'${name}' can't be the name of a package; take small letters`,
    );
    expect(await readdir(parent)).toEqual([]);
  });
});

describe('the command', () => {
  it('says what to do next', async () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    await main([join(parent, 'mine')]);
    expect(log.mock.calls.flat().map(String)).toEqual(
      expect.arrayContaining(['    npm install', '    npm run check']),
    );
    expect(process.exitCode).toBeUndefined();
  });

  it.each([[[]], [['a', 'b']], [['--folder']]])('asks for one folder, given %j', async (parameters) => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    await main(parameters);
    expect(error).toHaveBeenCalledWith(
      'error: expected the name of one folder: npm create better-attention my-attention',
    );
    expect(process.exitCode).toBe(1);
  });
});

it('the example has nothing wrong with it', async () => {
  const path = '../template/cosine-attention.js';
  const { default: cosine } = (await import(path)) as { default: AnyMechanism };
  expect(await checkMechanism(cosine)).toEqual([]);
});
