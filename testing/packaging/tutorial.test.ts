import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packAll, ROOT } from './packages.js';
import { type LocalRegistry, localRegistry } from './registry.js';

const execute = promisify(execFile);
const MINUTE = 60_000;
/** Where npm's cache keeps what it downloaded; beside it lies what `npm create` installed before, which would be taken again. */
const DOWNLOADS = '_cacache';
const UNREACHABLE = /\b(ENOTFOUND|ENETUNREACH|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENOTCACHED|E502)\b/;

let folder: string;
let registry: LocalRegistry;
let page: string;
let cache: string;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'tutorial-')));
  const tarballs = await packAll(join(folder, 'tarballs'));
  const asked = async (name: string) =>
    (await execute('npm', ['config', 'get', name], { cwd: ROOT })).stdout.trim();
  cache = join(folder, 'cache');
  await mkdir(cache);
  await symlink(join(await asked('cache'), DOWNLOADS), join(cache, DOWNLOADS));
  registry = await localRegistry(tarballs.values(), await asked('registry'));
  page = await readFile(join(ROOT, 'docs/tutorial.md'), 'utf8');
}, 10 * MINUTE);

afterAll(async () => {
  await registry?.close();
  await rm(folder, { recursive: true, force: true });
}, MINUTE);

describe('the tutorial', () => {
  it(
    'is right about what its commands do, typed as they stand',
    async (context) => {
      const commands = [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block]) => block).join('');
      expect(commands).toContain('npm create better-attention');
      const env = {
        PATH: process.env.PATH,
        HOME: folder,
        npm_config_registry: registry.url,
        npm_config_cache: cache,
        npm_config_prefer_offline: 'true',
        npm_config_audit: 'false',
        npm_config_update_notifier: 'false',
      };
      const { stdout } = await execute('sh', ['-e', '-c', commands], {
        cwd: folder,
        env,
        maxBuffer: 2 ** 26,
      }).catch((error: Error & { stderr: string }) => {
        const reason = UNREACHABLE.exec(error.stderr)?.[0];
        if (reason !== undefined) return context.skip(`npm can't reach its registry (${reason})`);
        throw error;
      });
      const [, promised = ''] = /^```text\n(.*: all is well with .*)\n```$/m.exec(page) ?? [];
      expect(stdout.split('\n')).toContain(promised);
      expect(stdout).toMatch(/^# fail 0$|^ℹ fail 0$/m);
      for (const dataset of ['IMDB', 'MNIST']) {
        expect(stdout).toMatch(new RegExp(`^ *${dataset}: My cosine is .* Standard`, 'm'));
      }
      expect(stdout.match(/training step +\d\.\d\d \[/g)).toHaveLength(2);
      expect(stdout).toContain('a check that everything works, no verdict');
      const report = await readFile(join(folder, 'my-attention/report/index.html'), 'utf8');
      expect(report).toContain('of <code>cosine-attention.js</code>, SHA-256');
      expect(report).not.toMatch(/Claim \d/);
      const imdb = await readFile(join(folder, 'my-attention/report/pages/imdb.html'), 'utf8');
      expect(imdb).toContain('My cosine');
      expect(imdb).not.toContain('Diamond: the paper');
    },
    10 * MINUTE,
  );
});
