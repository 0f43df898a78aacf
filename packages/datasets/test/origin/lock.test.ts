import { access, readdir, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { withLock } from '../../src/origin/lock.js';
import { temporaryFolder } from '../support.js';

describe('a lock', () => {
  it('lets one in at a time, and is gone afterwards, also after an error', async () => {
    const path = join(await temporaryFolder(), 'lock');
    let inside = 0;
    const work = async () => {
      expect(++inside).toBe(1);
      await access(path);
      await setTimeout(20);
      inside--;
      throw new Error('broken work');
    };
    const all = await Promise.allSettled(Array.from({ length: 4 }, () => withLock(path, work)));
    expect(all.map((one) => (one as PromiseRejectedResult).reason.message)).toEqual(
      Array(4).fill('broken work'),
    );
    await expect(access(path)).rejects.toThrow('ENOENT');
  });

  it('is taken over when its holder has died', async () => {
    const path = join(await temporaryFolder(), 'lock');
    await writeFile(path, '');
    const longAgo = new Date(Date.now() - 60_000);
    await utimes(path, longAgo, longAgo);
    expect(await withLock(path, async () => 'done')).toBe('done');
  });

  it('whose holder has died is taken over by one of many at a time', async () => {
    const path = join(await temporaryFolder(), 'lock');
    await writeFile(path, '');
    const longAgo = new Date(Date.now() - 60_000);
    await utimes(path, longAgo, longAgo);
    let inside = 0;
    const work = async () => {
      expect(++inside).toBe(1);
      await setTimeout(20);
      inside--;
    };
    await Promise.all(Array.from({ length: 5 }, () => withLock(path, work)));
    expect(await readdir(dirname(path))).toEqual([]);
  });

  it('is waited for no longer when the waiting is aborted', async () => {
    const path = join(await temporaryFolder(), 'lock');
    await writeFile(path, '');
    const controller = new AbortController();
    const waiting = () => controller.abort();
    const work = async () => 'done';
    await expect(withLock(path, work, { waiting, signal: controller.signal })).rejects.toThrow('aborted');
    await access(path);
  });
});
