import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clearLeftovers, writeAtomically } from '../src/index.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'better-attention-files-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('writeAtomically', () => {
  it('replaces a file whole and leaves nothing else', async () => {
    const path = join(folder, 'a.txt');
    await writeAtomically(path, 'first');
    await writeAtomically(path, 'second');
    expect(await readFile(path, 'utf8')).toBe('second');
    expect(await readdir(folder)).toEqual(['a.txt']);
  });

  it('takes bytes in parts, more of them than the system takes at once', async () => {
    const path = join(folder, 'parts');
    const parts = Array.from({ length: 3000 }, (_, at) => new Uint8Array(at % 7).fill(at));
    await writeAtomically(path, parts);
    expect(new Uint8Array(await readFile(path))).toEqual(new Uint8Array(Buffer.concat(parts)));
  });

  it('keeps the old file and removes its own when it cannot replace it', async () => {
    const path = join(folder, 'a');
    await mkdir(join(path, 'b'), { recursive: true });
    await expect(writeAtomically(path, 'x')).rejects.toMatchObject({
      path,
      code: expect.stringMatching(/EISDIR|ENOTEMPTY/),
    });
    expect(await readdir(folder)).toEqual(['a']);
  });
});

describe('clearLeftovers', () => {
  it('removes old temporary files and prepared claims, and nothing else', async () => {
    const names = ['a.json.123.partial', '.claim-Ab12', 'b.json', 'c.partial', 'd.json.124.partial'];
    for (const name of names) {
      if (name.startsWith('.claim')) await mkdir(join(folder, name));
      else await writeFile(join(folder, name), '');
    }
    const old = new Date(Date.now() - 11 * 60_000);
    for (const name of names.slice(0, 4)) await utimes(join(folder, name), old, old);
    expect((await clearLeftovers(folder)).sort()).toEqual(['.claim-Ab12', 'a.json.123.partial']);
    expect((await readdir(folder)).sort()).toEqual(['b.json', 'c.partial', 'd.json.124.partial']);
  });

  it('finds nothing where there is no folder', async () => {
    expect(await clearLeftovers(join(folder, 'none'))).toEqual([]);
  });
});
