import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sourceFiles, sourceHash } from '../../src/mechanism-file/source-files.js';
import { sha256 } from '../../src/support/fingerprint.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sources '));
});
afterAll(() => rm(folder, { recursive: true }));

const written = async (name: string, source: string) => {
  const path = join(folder, name);
  await writeFile(path, source);
  return path;
};

describe('the SHA-256 of a mechanism’s sources', () => {
  it('covers the local files that it imports, directly or not, and no others', async () => {
    await written('deep.js', 'export const two = 2;');
    await written('near.ts', 'export { two } from "./deep.js"; // from "./absent.js"');
    await written('apart.js', 'export const three = 3;');
    const path = await written('several.js', `import './near.js';\nimport 'node:fs';`);
    const files = await sourceFiles(path);
    expect([...files.keys()]).toEqual(['several.js', 'near.ts', 'deep.js']);
    const lines = ['deep.js', 'near.ts', 'several.js'].map(
      (name) => `${sha256(`${files.get(name)}`)}  ${name}\n`,
    );
    expect(sourceHash(files)).toBe(sha256(lines.join('')));
  });

  it('is that of its bytes where it imports none', async () => {
    const path = await written('alone.js', 'export default 1;');
    expect(sourceHash(await sourceFiles(path))).toBe(sha256('export default 1;'));
  });

  it('ends where files import each other', async () => {
    await written('one.js', `import './other.js';`);
    const path = await written('other.js', `import './one.js';`);
    expect((await sourceFiles(path)).size).toBe(2);
  });
});
