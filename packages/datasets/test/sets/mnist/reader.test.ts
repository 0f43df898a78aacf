import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readMnist } from '../../../src/sets/mnist/reader.js';
import { idxOf, temporaryFolder } from '../../support.js';

const PIXELS = 28 * 28;

/** A part whose image n is filled with the value n. */
async function partOf(digits: readonly number[], values = digits.map((_, index) => index)) {
  const folder = await temporaryFolder();
  const images = join(folder, 'images');
  const labels = join(folder, 'labels');
  const pixels = values.flatMap((value) => Array<number>(PIXELS).fill(value));
  await writeFile(images, idxOf([values.length, 28, 28], pixels));
  await writeFile(labels, idxOf([digits.length], digits));
  return { images, labels };
}

describe('the images of a part', () => {
  it('come with their digits', async () => {
    const { images, labels } = await partOf([3, 9, 0]);
    const part = await readMnist(images, labels);
    expect([...part.labels]).toEqual([3, 9, 0]);
    expect(part.pixels.subarray(2 * PIXELS)).toEqual(new Uint8Array(PIXELS).fill(2));
  });

  it('are refused when the files are of two parts', async () => {
    const { images } = await partOf([1, 2, 3]);
    const { labels } = await partOf([1, 2]);
    await expect(readMnist(images, labels)).rejects.toThrow(
      `mnist: expected as many labels as images, found 3 images in ${images} and 2 labels in ${labels}; are they of the same part?`,
    );
  });

  it('are refused of another size, with another label, and when there are none', async () => {
    const { images, labels } = await partOf([1, 10]);
    await expect(readMnist(images, labels)).rejects.toThrow(
      `mnist ${labels}: expected labels from 0 to 9, found 10 at record 1`,
    );
    await writeFile(images, idxOf([2, 14, 56], new Uint8Array(2 * PIXELS)));
    await expect(readMnist(images, labels)).rejects.toThrow('expected images of 28 × 28, found 14 × 56');
    const empty = await partOf([]);
    await expect(readMnist(empty.images, empty.labels)).rejects.toThrow('expected images, found none');
  });
});
