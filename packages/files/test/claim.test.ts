import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Claim, claimant, holderOf, LostClaimError } from '../src/index.js';

const repository = fileURLToPath(new URL('../../..', import.meta.url));

let folder: string;
let path: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'better-attention-claim-'));
  path = join(folder, 'units', 'super');
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

/** Another process that tries to claim the path: what it says, line by line. */
function other() {
  const sources = ['--conditions=@better-attention/source', `--import=${repository}scripts/sources.js`];
  const child = spawn(
    process.execPath,
    [...sources, join(repository, 'packages/files/test/child.ts'), path],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  children.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return { child, line: async () => (await lines.next()).value as string };
}

describe('a claim', () => {
  it('is made by one alone of those who try at once', async () => {
    const claims = await Promise.all(Array.from({ length: 20 }, () => claimant().tryClaim(path)));
    expect(claims.filter((claim) => claim !== undefined)).toHaveLength(1);
    expect(await readdir(path)).toHaveLength(1);
    expect(await readdir(join(folder, 'units'))).toEqual(['super']);
  });

  it('says who holds it, where and since when', async () => {
    const before = Date.now();
    await claimant().tryClaim(path);
    const holder = await holderOf(path);
    expect(holder).toMatchObject({ host: hostname(), pid: process.pid });
    expect(Date.parse(holder?.since as string)).toBeGreaterThanOrEqual(before);
  });

  it('leaves its files to the next when it is released, and nothing when it is finished', async () => {
    const first = (await claimant().tryClaim(path)) as Claim;
    await first.write('step-10', 'so far');
    expect(await claimant().tryClaim(path)).toBeUndefined();
    await first.release();
    expect(await holderOf(path)).toBeUndefined();

    const second = (await claimant().tryClaim(path)) as Claim;
    expect(second.takenFrom).toBeUndefined();
    expect(await readFile(join(second.folder, 'step-10'), 'utf8')).toBe('so far');
    await second.write('result', 'all');
    await second.moveOut('result', join(folder, 'results', 'super'));
    await second.finish();
    expect(await readFile(join(folder, 'results', 'super'), 'utf8')).toBe('all');
    expect(await readdir(join(folder, 'units'))).toEqual([]);
  });

  it('that is let go of is taken by one alone', async () => {
    for (let round = 0; round < 10; round++) {
      const claims = await Promise.all(Array.from({ length: 10 }, () => claimant().tryClaim(path)));
      const made = claims.filter((claim) => claim !== undefined);
      const living = await Promise.allSettled(made.map((claim) => claim.write('a', 'b')));
      expect(living.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      await Promise.all(made.map((claim) => (round % 2 ? claim.release() : claim.finish())));
    }
  });

  it('is waited for, and the wait ends with a signal', async () => {
    const first = (await claimant().tryClaim(path)) as Claim;
    const controller = new AbortController();
    const waiting = claimant().claim(path, { signal: controller.signal, waiting: () => controller.abort() });
    await expect(waiting).rejects.toThrow('aborted');

    const waited = claimant().claim(path, { waiting: () => void first.release() });
    expect((await waited).folder).not.toBe(first.folder);
  });
});

describe('a claim of another process', () => {
  it('is taken over at once when the process is killed, with its files', async () => {
    const { child, line } = other();
    expect(await line()).toMatch(/^claimed/);
    expect(await claimant().tryClaim(path)).toBeUndefined();
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    const claim = (await claimant().tryClaim(path)) as Claim;
    expect(claim.takenFrom?.pid).toBe(child.pid);
  });

  it('is taken over when the process is stopped; woken up, it can write and move nothing', async () => {
    const { child, line } = other();
    await line();
    const quick = claimant({ staleMilliseconds: 1_000 });
    const early = setTimeout(() => child.kill('SIGSTOP'), 1_500);
    const seen: number[] = [];
    const claim = await quick.claim(path, { waiting: (holder) => seen.push(holder?.pid as number) });
    clearTimeout(early);
    expect(new Set(seen)).toEqual(new Set([child.pid]));

    child.kill('SIGCONT');
    child.stdin.write('go\n');
    expect(await line()).toBe('LostClaimError');
    expect(await readdir(claim.folder)).toEqual(['holder.json']);
    await claim.write('mine', 'x');
  });

  it('on another machine is taken over once it gave no sign of life for a while', async () => {
    const held = join(path, 'token');
    await mkdir(held, { recursive: true });
    const holder = {
      host: 'elsewhere',
      space: '',
      pid: process.pid,
      start: '',
      since: '1970-01-01T00:00:00Z',
    };
    await writeFile(join(held, 'holder.json'), JSON.stringify(holder));
    const patient = claimant({ staleMilliseconds: 300 });
    expect(await patient.tryClaim(path)).toBeUndefined();
    const started = performance.now();
    const claim = await patient.claim(path);
    expect(performance.now() - started).toBeGreaterThan(300);
    expect(claim.takenFrom?.host).toBe('elsewhere');
  });

  it('of the same number, but started at another time, is that of a dead one', async () => {
    const first = (await claimant().tryClaim(path)) as Claim;
    const file = join(first.folder, 'holder.json');
    const holder = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(file, JSON.stringify({ ...holder, start: '1' }));
    expect(await claimant().tryClaim(path)).toBeDefined();
    await expect(first.write('a', 'b')).rejects.toBeInstanceOf(LostClaimError);
    await expect(first.moveOut('a', join(folder, 'a'))).rejects.toBeInstanceOf(LostClaimError);
    await first.finish();
    expect(await holderOf(path)).toBeDefined();
  });
});
