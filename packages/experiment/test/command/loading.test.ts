import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const command = fileURLToPath(new URL('../../bin/better-attention.js', import.meta.url));

/** The packages of all scripts that the command loads, as the coverage of V8 tells them. */
async function loadedBy(words: readonly string[]): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'better-attention-coverage-'));
  try {
    const env = { ...process.env, NODE_V8_COVERAGE: folder };
    await new Promise<void>((resolve) => {
      execFile(process.execPath, [command, ...words], { env }, () => resolve());
    });
    const files = await Promise.all(
      (await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')),
    );
    const urls = files.flatMap((text) => (JSON.parse(text) as { result: { url: string }[] }).result);
    return [...new Set(urls.flatMap(({ url }) => packageOf(url) ?? []))].sort();
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The package that a script belongs to; undefined for those of Node. */
function packageOf(url: string): string | undefined {
  const [, installed] = /^file:.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url) ?? [];
  const [, own] = /^file:.*\/packages\/([^/]+)\//.exec(url) ?? [];
  return installed ?? own;
}

describe('better-attention', () => {
  it.each([[['--help']], [['launch', 'status', '--help']], [['plan', '--seeds', 'two']], [['tran']]])(
    'answers %j before any package but commander is loaded',
    async (words) => {
      expect(await loadedBy(words)).toEqual(['commander', 'experiment']);
    },
  );

  it('loads what an action needs once it is called', async () => {
    const loaded = await loadedBy(['data', 'list']);
    expect(loaded).toEqual(expect.arrayContaining(['commander', 'datasets', 'experiment', 'records']));
    expect(loaded).not.toContain('onnxruntime-node');
  });
});

it('answers --help in less than 0.3 s of processor time', async () => {
  const told =
    'data:text/javascript,process.on("exit",()=>process._rawDebug(JSON.stringify(process.cpuUsage())))';
  const seconds = () =>
    new Promise<number>((resolve) => {
      execFile(process.execPath, [`--import=${told}`, command, '--help'], (_, __, errors) => {
        const { user, system } = JSON.parse(errors) as NodeJS.CpuUsage;
        resolve((user + system) / 1e6);
      });
    });
  expect(Math.min(await seconds(), await seconds(), await seconds())).toBeLessThan(0.3);
});
