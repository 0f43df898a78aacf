import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Claim, claimant, LostClaimError } from '@better-attention/files';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SharedWork, shareWork } from '../../src/tables/share-work.js';

let folder: string;
let done: string[];
let told: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'share work '));
  done = [];
  told = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const pathOf = (part: string) => join(folder, part);

/** Work on parts by their names, which are noted as they are done. */
const working = (change: Partial<SharedWork<string>> = {}): SharedWork<string> => ({
  claimPath: pathOf,
  isLeft: async (part) => !done.includes(part),
  work: async (part) => void done.push(part),
  failed: (part, error) => told.push(`${part} failed: ${(error as Error).message}`),
  lost: (part) => told.push(`${part} lost`),
  waiting: (part, holder) => told.push(`waiting for ${part}, ${holder?.pid === process.pid}`),
  signal: new AbortController().signal,
  ...change,
});

const claimed = async (part: string) => (await claimant().tryClaim(pathOf(part))) as Claim;

describe('shared work', () => {
  it('is done part by part, and leaves no folder', async () => {
    await shareWork(['a', 'b'], claimant(), working());
    expect([done, await readdir(folder)]).toEqual([['a', 'b'], []]);
  });

  it('leaves alone what another holds, and waits for it at the end', async () => {
    const other = await claimed('a');
    const waiting: SharedWork<string>['waiting'] = (part, holder) => {
      told.push(`waiting for ${part}, ${holder?.pid === process.pid}`);
      void other.release();
    };
    await shareWork(['a', 'b'], claimant(), working({ waiting }));
    expect([done, told]).toEqual([['b', 'a'], ['waiting for a, true']]);
  });

  it('is not done twice: what another did in between is not left', async () => {
    const other = await claimed('a');
    const waiting = () => {
      done.push('a');
      void other.finish();
    };
    await shareWork(['a'], claimant(), working({ waiting }));
    expect(done).toEqual(['a']);
  });

  it('asks again once a part is claimed', async () => {
    const answers = [true, false];
    await shareWork(['a'], claimant(), working({ isLeft: async () => answers.shift() ?? false }));
    expect([done, await readdir(folder)]).toEqual([[], []]);
  });

  it('goes on with the others where one fails, and keeps what that one has', async () => {
    const work: SharedWork<string>['work'] = async (part, claim) => {
      if (part !== 'b') await claim.write('so far', 'x');
      if (part !== 'c') throw new Error('broken');
      done.push(part);
    };
    await shareWork(['a', 'b', 'c'], claimant(), working({ work }));
    expect([done, told]).toEqual([['c'], ['a failed: broken', 'b failed: broken']]);
    expect(await readdir(folder)).toEqual(['a']);
    const [token = ''] = await readdir(pathOf('a'));
    expect(await readdir(join(pathOf('a'), token))).toEqual(['so far']);
  });

  it('ends with what the told one throws', async () => {
    const failed = (_: string, error: unknown) => {
      throw error;
    };
    const work = async () => Promise.reject(new Error('disk full'));
    await expect(shareWork(['a', 'b'], claimant(), working({ work, failed }))).rejects.toThrow('disk full');
    expect(await readdir(folder)).toEqual([]);
  });

  it('leaves a part to the process that took it over', async () => {
    const work: SharedWork<string>['work'] = async (part) => {
      if (told.length > 0 || part === 'b') return void done.push(part);
      throw new LostClaimError(part);
    };
    await shareWork(['a', 'b'], claimant(), working({ work }));
    expect([done, told]).toEqual([['b', 'a'], ['a lost']]);
  });

  it('ends when it is told to, also while it waits', async () => {
    await claimed('a');
    const controller = new AbortController();
    const waiting = () => controller.abort(new Error('stopped'));
    const { signal } = controller;
    await expect(shareWork(['a'], claimant(), working({ waiting, signal }))).rejects.toThrow('stopped');
  });
});
