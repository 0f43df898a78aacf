import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { requireCurrentBuild } from '../../src/workspace/current-build.js';
import { buildStamp } from '../../src/workspace/provenance.js';
import { workspace } from '../workspace.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'build '));
});
afterAll(() => rm(folder, { recursive: true }));

it('a build of the sources that lie there may train, one of others may not', async () => {
  const stamp = join(folder, 'sources.json');
  const check = () => requireCurrentBuild(workspace, pathToFileURL(stamp));
  await expect(check()).resolves.toBeUndefined();
  await writeFile(stamp, JSON.stringify(await buildStamp(workspace.root)));
  await expect(check()).resolves.toBeUndefined();
  await writeFile(stamp, JSON.stringify({ trained: '0'.repeat(64) }));
  await expect(check()).rejects.toThrow(
    'what is built is made from other sources than lie in packages/; run: npm run build',
  );
});
