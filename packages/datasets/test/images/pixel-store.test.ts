import { spawnSync } from 'node:child_process';
import { ftruncateSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { POSIX_ALONE, unless } from '../../../../testing/skipped.js';
import { pixelFile, readPixels, sharedBytes } from '../../src/images/pixel-store.js';
import { temporaryFolder } from '../support.js';

const LENGTH = 40_000;
const repository = fileURLToPath(new URL('../../../..', import.meta.url));

/** Whether a file system of a megabyte can be mounted: it takes the right to. */
const mounts =
  process.platform === 'linux' &&
  shell('d=$(mktemp -d) && mount -t tmpfs -o size=1m none $d && umount $d && rmdir $d') === 0;

function shell(command: string): number | null {
  return spawnSync('sh', ['-c', command]).status;
}

const image = (value: number) => new Uint8Array(LENGTH).fill(value);

function fill(most: number): void {
  const { store, append } = pixelFile(LENGTH);
  for (let count = 0; count < most; count++) {
    append(image(count + 1));
    expect(readPixels(store, count).every((value) => value === count + 1)).toBe(true);
  }
}

describe('images in a file', () => {
  it('are read as they were added', () => {
    fill(200);
  });

  it.skipIf(!mounts)(
    `are refused where the folder for temporary files is full${unless(mounts, 'the right to mount a file system runs it')}`,
    async () => {
      const folder = await temporaryFolder();
      expect(shell(`mount -t tmpfs -o size=1m none '${folder}'`)).toBe(0);
      onTestFinished(() => {
        vi.unstubAllEnvs();
        shell(`umount -l '${folder}'`);
      });
      vi.stubEnv('TMPDIR', folder);
      expect(() => fill(27)).toThrow(
        `folder for temporary files ${folder}: expected room for decoded images, got ENOSPC, it is full; free some, or set ` +
          'TMPDIR to another folder',
      );
    },
  );

  it.skipIf(process.platform === 'win32')(
    `are refused above the limit on the size of a file${POSIX_ALONE}`,
    () => {
      const script = fileURLToPath(new URL('fill-pixels.ts', import.meta.url));
      const node = `'${process.execPath}' --conditions=@better-attention/source --import='${repository}scripts/sources.js'`;
      const child = spawnSync('sh', ['-c', `ulimit -f 1000; exec ${node} '${script}' ${LENGTH}`], {
        env: { ...process.env, TSX_DISABLE_CACHE: '1' },
      });
      expect(child.stdout.toString()).toMatch(/expected room for decoded images, got EFBIG, it is full/);
    },
  );

  it('are refused where the folder for temporary files is gone', async () => {
    const folder = join(await temporaryFolder(), 'gone');
    vi.stubEnv('TMPDIR', folder);
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    expect(() => pixelFile(LENGTH)).toThrow(
      `folder for temporary files ${folder}: expected one that can be written, got ENOENT; free some, or set TMPDIR`,
    );
  });

  it('are refused where the file was cut short', () => {
    const { store, append } = pixelFile(LENGTH);
    append(image(1));
    append(image(2));
    ftruncateSync((store as { descriptor: number }).descriptor, 1.5 * LENGTH);
    expect(readPixels(store, 0)).toEqual(image(1));
    expect(() => readPixels(store, 1)).toThrow(
      'expected 40,000 bytes of image 1, found 20,000; was it cut short?',
    );
  });
});

it('images in memory lie there', () => {
  const bytes = sharedBytes(6).fill(3, 2, 4);
  expect([...readPixels({ bytes, length: 2 }, 1)]).toEqual([3, 3]);
});
