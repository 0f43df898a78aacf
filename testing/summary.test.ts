import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

interface Told {
  readonly fullName: string;
  readonly status: string;
  readonly failureMessages?: readonly string[];
}

/** What is printed of a report of vitest's. */
async function summaryOf(...files: { name: string; status: string; message?: string; tests: Told[] }[]) {
  const folder = await mkdtemp(join(tmpdir(), 'summary '));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'report.json');
  const testResults = files.map(({ name, tests, ...file }) => ({
    ...file,
    name: join(ROOT, name),
    assertionResults: tests.map((test) => ({ failureMessages: [], ...test })),
  }));
  await writeFile(path, JSON.stringify({ testResults }));
  const { stdout } = await promisify(execFile)(process.execPath, ['.ci/summary.js', path], { cwd: ROOT });
  return stdout;
}

it('says which tests failed and how, which file failed as a whole, and what would run the skipped', async () => {
  const message = `AssertionError: \u001b[31mexpected 1 to be 2\u001b[39m\n${'    at f (a.ts:1:1)\n'.repeat(30)}`;
  const said = await summaryOf(
    {
      name: 'packages/a/test/a.test.ts',
      status: 'failed',
      tests: [
        { fullName: 'sums add up', status: 'failed', failureMessages: [message] },
        { fullName: 'sums are sums', status: 'passed' },
      ],
    },
    {
      name: 'packages/b/test/b.test.ts',
      status: 'failed',
      message: 'SyntaxError: no such export',
      tests: [],
    },
    {
      name: 'packages/c/test/c.test.ts',
      status: 'passed',
      tests: [
        { fullName: 'the site (skipped: no chromium) has a page', status: 'skipped' },
        { fullName: 'the site (skipped: no chromium) has a link', status: 'pending' },
      ],
    },
  );
  expect(said.split('\n').filter((line) => !/at f \(a\.ts/.test(line))).toEqual([
    'skipped:',
    '  2 of packages/c/test/c.test.ts: (skipped: no chromium)',
    'failed:',
    '  packages/b/test/b.test.ts > the file itself',
    '    SyntaxError: no such export',
    '  packages/a/test/a.test.ts > sums add up',
    '    AssertionError: expected 1 to be 2',
    '',
  ]);
  expect(said.split('\n').length).toBeLessThan(25);
});

it('says nothing where every test passed', async () => {
  const tests = [{ fullName: 'sums add up', status: 'passed' }];
  expect(await summaryOf({ name: 'a.test.ts', status: 'passed', tests })).toBe('');
});
