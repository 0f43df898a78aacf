import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import * as files from '../src/index.js';

it('the example of the README runs', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const [, example = ''] = /```ts\n(.*?)```/s.exec(readme) ?? [];
  const folder = await mkdtemp(join(tmpdir(), 'better-attention-readme-'));
  try {
    const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
    const source = example.replace(/^import .*$/m, '').replaceAll(/'(results|work)\//g, `'${folder}/$1/`);
    await new AsyncFunction('claimant', 'writeAtomically', source)(files.claimant, files.writeAtomically);
    expect(await readdir(join(folder, 'results'))).toEqual(['run-7.json', 'settings.json']);
    expect(await readdir(join(folder, 'work'))).toEqual([]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
