import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { requireCurrentBuild } from '../../src/workspace/current-build.js';
import { packagesHash, TRAINED_CODE } from '../../src/workspace/provenance.js';
import { workspace } from '../workspace.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'build '));
});
afterAll(() => rm(folder, { recursive: true }));

it('a build of the sources that lie there may train, one of others may not', async () => {
  const stamp = join(folder, 'sources.sha256');
  const check = () => requireCurrentBuild(workspace.root, pathToFileURL(stamp));
  await expect(check()).resolves.toBeUndefined();
  await writeFile(stamp, `${await packagesHash(workspace.root, TRAINED_CODE)}\n`);
  await expect(check()).resolves.toBeUndefined();
  await writeFile(stamp, `${'0'.repeat(64)}\n`);
  await expect(check()).rejects.toThrow(
    'what is built is made from other sources than lie in packages/; run: npm run build',
  );
});
