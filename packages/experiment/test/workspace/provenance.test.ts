import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { describeCheckout, packagesHash } from '../../src/workspace/provenance.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sources of '));
  for (const variable of ['GIT_DIR', 'GIT_WORK_TREE']) vi.stubEnv(variable, undefined);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

async function git(cwd: string, ...command: string[]): Promise<string> {
  const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'protocol.file.allow=always'];
  return (await promisify(execFile)('git', [...who, ...command], { cwd })).stdout.trim();
}

/** A folder with the lockfile of sources. */
async function sourcesAt(...path: string[]): Promise<string> {
  const root = join(folder, ...path);
  await mkdir(root, { recursive: true });
  await writeFile(join(root, 'pnpm-lock.yaml'), 'lock');
  return root;
}

/** A repository with one commit, which comes back. */
async function committed(root: string): Promise<string> {
  await git(root, 'init', '-q');
  await git(root, 'add', '.');
  await git(root, 'commit', '-qm', 'all');
  return git(root, 'rev-parse', 'HEAD');
}

const commitOf = async (root: string) => {
  const { commit, commitUnknown, dirty } = await describeCheckout(root, []);
  return { commit, commitUnknown, dirty };
};
const unknown = (reason: string) => ({ commit: 'unknown', commitUnknown: reason, dirty: true });

it('sources are of the commit of their repository, changed or not', async () => {
  const root = await sourcesAt('own');
  const commit = await committed(root);
  expect(await commitOf(root)).toEqual({ commit, dirty: false });
  await writeFile(join(root, 'pnpm-lock.yaml'), 'other');
  expect(await commitOf(root)).toEqual({ commit, dirty: true });
});

it('sources without a repository inside that of something else have no commit', async () => {
  const root = await sourcesAt('thesis', 'sources');
  await committed(join(folder, 'thesis'));
  expect(await commitOf(root)).toEqual(unknown('the sources lie in another repository'));
});

it('worktrees and submodules are repositories of their own', async () => {
  const root = await sourcesAt('own');
  const commit = await committed(root);
  const worktree = join(folder, 'worktree');
  await git(root, 'worktree', 'add', '-q', worktree);
  expect(await commitOf(worktree)).toEqual({ commit, dirty: false });
  await sourcesAt('thesis');
  await committed(join(folder, 'thesis'));
  await git(join(folder, 'thesis'), 'submodule', '--quiet', 'add', root, 'sources');
  expect(await commitOf(join(folder, 'thesis', 'sources'))).toEqual({ commit, dirty: false });
});

it("says why there is no commit: no repository, none yet, another user's, no git", async () => {
  vi.stubEnv('GIT_CEILING_DIRECTORIES', folder);
  const root = await sourcesAt('own');
  expect(await commitOf(root)).toEqual(unknown('the sources are in no git repository'));
  await git(root, 'init', '-q');
  expect(await commitOf(root)).toEqual(unknown('the repository has no commit yet'));
  const commit = await committed(root);
  vi.stubEnv('GIT_TEST_ASSUME_DIFFERENT_OWNER', '1');
  expect(await commitOf(root)).toEqual(
    unknown('git reads no repository of another user, unless its setting safe.directory names the folder'),
  );
  vi.stubEnv('GIT_TEST_ASSUME_DIFFERENT_OWNER', undefined);
  expect((await commitOf(root)).commit).toBe(commit);
  vi.stubEnv('PATH', '');
  expect(await commitOf(root)).toEqual(unknown("git isn't installed"));
});

it('asks the repository of the sources, whichever a hook is run for', async () => {
  const [root, other] = [await sourcesAt('own'), await sourcesAt('other')];
  const commit = await committed(root);
  await committed(other);
  await cp(join(other, '.git'), join(folder, 'elsewhere'), { recursive: true });
  vi.stubEnv('GIT_DIR', join(folder, 'elsewhere'));
  vi.stubEnv('GIT_WORK_TREE', other);
  expect(await commitOf(root)).toEqual({ commit, dirty: false });
});

it('what macOS lays beside sources is no source', async () => {
  const root = await sourcesAt('own');
  await mkdir(join(root, 'packages', 'one', 'src'), { recursive: true });
  await writeFile(join(root, 'packages', 'one', 'src', 'a.ts'), 'export {};');
  const before = await packagesHash(root, ['one/src']);
  await writeFile(join(root, 'packages', 'one', 'src', '._a.ts'), 'Mac OS X');
  expect(await packagesHash(root, ['one/src'])).toBe(before);
});
