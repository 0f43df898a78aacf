import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PIPELINE_OPTIONS } from '../scripts/pipeline-options.js';
import { type SmallRepository, smallRepository } from './small-repository.js';

/** What people set for proxies, certificates, schedulers and libraries; turbo's strict mode kept most of it back. */
const VARIABLES = {
  http_proxy: 'http://127.0.0.1:9',
  https_proxy: 'http://127.0.0.1:9',
  HTTPS_PROXY: 'http://127.0.0.1:9',
  no_proxy: 'localhost',
  ALL_PROXY: 'http://127.0.0.1:9',
  NODE_EXTRA_CA_CERTS: '/dev/null',
  NODE_OPTIONS: '--no-deprecation',
  SSL_CERT_FILE: '/dev/null',
  TMPDIR: '/tmp/',
  LC_ALL: 'C',
  XDG_CACHE_HOME: '/tmp/cache',
  BETTER_ATTENTION_CACHE: '/tmp/cache',
  BETTER_ATTENTION_DATA: '/tmp/data',
  BETTER_ATTENTION_LATER: 'one that nobody has thought of',
  SLURM_JOB_ID: '7',
  SLURM_CPUS_PER_TASK: '2',
  OMP_NUM_THREADS: '2',
  CUDA_VISIBLE_DEVICES: '',
};

let repository: SmallRepository;
beforeAll(async () => {
  repository = await smallRepository();
});
afterAll(() => repository.remove());

it('hands every variable and every option through npm, pnpm and turbo on to the tasks', async () => {
  const options = Object.entries(PIPELINE_OPTIONS).map(([name, option]) => ({
    name,
    value: 'value' in option ? `the ${name}` : undefined,
  }));
  const parameters = options.flatMap(({ name, value }) => [`--${name}`, ...(value ? [value] : [])]);
  const { stdout } = await promisify(execFile)('npm', ['run', 'table', '--', 'print', ...parameters], {
    cwd: repository.folder,
    env: { ...process.env, ...VARIABLES },
  });
  const printed = stdout.split('\n').find((line) => line.startsWith('{'));
  const chosen = Object.fromEntries(
    options.map(({ name, value = 'true' }) => [name.toUpperCase().replaceAll('-', '_'), value]),
  );
  expect(JSON.parse(printed ?? '{}')).toMatchObject({ ...VARIABLES, ...chosen });
});

/** What the table that prints says under another HOME, without a terminal. */
async function elsewhere(home: string): Promise<string> {
  const { CI: _, ...env } = process.env;
  const { stdout } = await promisify(execFile)('npm', ['run', 'table', '--', 'print'], {
    cwd: repository.folder,
    env: { ...env, HOME: home, XDG_DATA_HOME: `${home}/data` },
  });
  return stdout;
}

it('goes on under another HOME, without a terminal, with the packages that are installed', async () => {
  expect(await elsewhere(repository.folder)).toContain('2 successful, 2 total');
});

it('installs again under another HOME where the store of before is out of reach', async () => {
  const { folder } = repository;
  const modules = join(folder, 'node_modules/.modules.yaml');
  const installed = JSON.parse(await readFile(modules, 'utf8'));
  await writeFile(modules, JSON.stringify({ ...installed, storeDir: join(folder, 'gone/v10') }));
  const home = join(folder, 'other');
  await mkdir(home);
  expect(await elsewhere(home)).toContain('2 successful, 2 total');
  expect(JSON.parse(await readFile(modules, 'utf8')).storeDir).toContain(home);
});
