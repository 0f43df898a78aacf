import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { emptyProject, UnavailableError } from './project.js';

const MINUTE = 60_000;
const COSINE = fileURLToPath(
  new URL('../../packages/experiment/test/mechanism-file/files/cosine.js', import.meta.url),
);

/** The project with the packed packages in it, or why there is none. */
let project: string | UnavailableError;
let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'home '));
  project = await emptyProject().catch((error: Error) => {
    if (error instanceof UnavailableError) return error;
    throw error;
  });
}, 10 * MINUTE);
afterAll(async () => {
  for (const folder of [project, home]) {
    if (typeof folder === 'string') await rm(folder, { recursive: true, force: true });
  }
}, MINUTE);

it('a mechanism’s file is judged on two data sets in a folder of its own, with the packages as npm installs them', {
  timeout: 10 * MINUTE,
}, async (context) => {
  if (project instanceof UnavailableError) return context.skip(project.message);
  const folder = project;
  await copyFile(COSINE, join(folder, 'cosine.js'));
  const { stdout } = await promisify(execFile)(
    'npx',
    [
      'better-attention',
      'judge',
      './cosine.js',
      '--tables',
      'imdb,mnist',
      '--preset',
      'sample',
      '--seeds',
      '1',
      '--yes',
    ],
    {
      cwd: folder,
      env: { ...process.env, HOME: home },
      shell: process.platform === 'win32',
      maxBuffer: 2 ** 26,
    },
  );
  for (const dataset of ['IMDB', 'MNIST']) {
    expect(stdout).toContain(
      `${dataset}: Cosine is open beside Standard; at least 2 more seeds would decide it`,
    );
  }
  expect(stdout.match(/training step +\d\.\d\d \[/g)).toHaveLength(2);
  expect(stdout).toContain('a check that everything works, no verdict');
  const page = await readFile(join(folder, 'report/index.html'), 'utf8');
  expect(page).toContain('of <code>cosine.js</code>, SHA-256');
  expect(page).not.toMatch(/Claim \d/);
});
