import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import * as index from '../../src/index.js';
import { fetchSource, listSources, locate, verifySource } from '../../src/sets/catalogue.js';
import { temporaryFolder } from '../support.js';

describe('the sources', () => {
  it.each(listSources())('$name can be verified, cited and found', (source) => {
    expect(source.name).toMatch(/^[a-z0-9-]+$/);
    expect(source.page).toMatch(/^https:/);
    for (const text of [source.title, source.citation, source.terms]) expect(text.length).toBeGreaterThan(20);
    for (const file of source.files) {
      if (file.sha256 !== undefined) expect(file.sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(file.bytes).toBeGreaterThan(1_000);
      expect(new URL(file.url).pathname).toContain(file.name);
      expect(file.alternatives.test(file.name)).toBe(true);
    }
  });

  it('have names of their own', () => {
    const names = listSources().map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('are those of the folders that have one, in the order of their names', () => {
    const sets = fileURLToPath(new URL('../../src/sets', import.meta.url));
    const folders = readdirSync(sets).filter((name) => existsSync(join(sets, name, 'source.ts')));
    expect(listSources().map(({ name }) => name)).toEqual(folders.sort());
  });
});

describe('the package', () => {
  const sets = fileURLToPath(new URL('../../src/sets', import.meta.url));
  const modules = readdirSync(sets, { recursive: true }).map(String);

  it.each(modules.filter((path) => /(definition|reader)\.ts$/.test(path)))(
    'exports the functions of %s',
    async (path) => {
      const own: Record<string, unknown> = await import(join(sets, path));
      const missing = Object.keys(own).filter((name) => typeof own[name] === 'function' && !(name in index));
      expect(missing).toEqual([]);
    },
  );
});

describe('a data set by name', () => {
  beforeEach(() => {
    vi.stubEnv('BETTER_ATTENTION_DATA', '');
  });

  it('is located, verified and fetched', async () => {
    const mirror = await temporaryFolder();
    const cache = await temporaryFolder();
    await mkdir(join(mirror, 'imdb'));
    const path = join(mirror, 'imdb', 'aclImdb_v1-part.tar.gz');
    await writeFile(path, 'part');
    expect(await locate('imdb', { mirror })).toEqual({ source: 'mirror', paths: [path] });
    expect(await locate('imdb', { cache })).toBeUndefined();
    const files = [
      { path, bytes: 4, sha256: createHash('sha256').update('part').digest('hex'), state: 'other' },
    ];
    expect(await verifySource('imdb', { mirror })).toEqual({ source: 'mirror', files });
    expect(await fetchSource('imdb', { mirror, cache })).toEqual({ source: 'mirror', files });
    await expect(verifySource('imdb', { cache })).rejects.toThrow('nothing may be downloaded (offline)');
    await expect(locate('imbd')).rejects.toThrow(
      /^data set: expected one of amazon, .*, imdb, .*, got imbd$/,
    );
  });
});
