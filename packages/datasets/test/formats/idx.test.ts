import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readIdx } from '../../src/formats/idx.js';
import { idxOf, temporaryFolder } from '../support.js';

async function fileOf(content: Buffer): Promise<string> {
  const path = join(await temporaryFolder(), 'records');
  await writeFile(path, content);
  return path;
}

const images = idxOf([2, 2, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255]);
const labels = idxOf([3], [7, 0, 9]);

describe('the records of an IDX file', () => {
  it.each([
    ['raw', (content: Buffer) => content],
    ['gzipped', (content: Buffer) => gzipSync(content)],
  ])('are read whatever its name, %s', async (_, packed) => {
    const { shape, values } = await readIdx(await fileOf(packed(images)), 'images');
    expect(shape).toEqual([2, 2, 3]);
    expect([...values]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255]);
    const read = await readIdx(await fileOf(packed(labels)), 'labels');
    expect([read.shape, [...read.values]]).toEqual([[3], [7, 0, 9]]);
  });

  it('are refused when images and labels are mixed up', async () => {
    const path = await fileOf(labels);
    await expect(readIdx(path, 'images')).rejects.toThrow(
      `idx ${path}: expected images (magic number 2051 at offset 0), found labels (2049); the files of images and labels are mixed up`,
    );
    await expect(readIdx(await fileOf(gzipSync(images)), 'labels')).rejects.toThrow(
      'expected labels (magic number 2049 at offset 0), found images (2051)',
    );
  });

  it('are refused in little-endian order', async () => {
    const reversed = Buffer.from(labels).subarray(0);
    reversed.writeUInt32LE(2049);
    await expect(readIdx(await fileOf(reversed), 'labels')).rejects.toThrow(
      'found it in little-endian order; write the file in big-endian order',
    );
  });

  it('are refused from other files', async () => {
    const path = await fileOf(Buffer.from('<!DOCTYPE html><title>Not found</title>'));
    await expect(readIdx(path, 'images')).rejects.toThrow(
      `expected images (magic number 2051 at offset 0), found ${0x3c21444f}; it isn't an IDX file of unsigned bytes`,
    );
  });

  it.each([
    ['nothing', Buffer.alloc(0), 'expected a header of 16 bytes at offset 0, found 0 bytes'],
    ['half a header', images.subarray(0, 9), 'expected a header of 16 bytes at offset 0, found 9 bytes'],
    ['too few bytes', images.subarray(0, -1), 'expected 28 bytes, as its header (2 × 2 × 3) says, found 27'],
    ['too many bytes', Buffer.concat([images, labels]), 'says, found 39'],
    [
      'half of its zipped bytes',
      gzipSync(images).subarray(0, 25),
      'expected whole gzipped content, found 25 bytes',
    ],
    [
      'a damaged checksum',
      Buffer.concat([gzipSync(images).subarray(0, -8), Buffer.alloc(8)]),
      'incorrect data check',
    ],
  ])('are refused from %s', async (_, content, message) => {
    const path = await fileOf(content);
    const failure = readIdx(path, 'images');
    await expect(failure).rejects.toThrow(message);
    await expect(failure).rejects.toThrow(path);
  });

  it('are refused when no file is there', async () => {
    await expect(readIdx('/absent/records', 'images')).rejects.toThrow(
      '/absent/records: expected a file that can be read, got ENOENT',
    );
  });
});
