import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomStream } from '@better-attention/random';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { ownImages } from '../../src/index.js';
import { temporaryFolder } from '../support.js';

const CLASSES = ['dark', 'light'];

/** A folder of images of one grey each, so many of each class. */
async function folderOfImages(count: number): Promise<string> {
  const folder = await temporaryFolder();
  for (const [label, name] of CLASSES.entries()) {
    await mkdir(join(folder, name));
    for (let at = 0; at < count; at++) {
      const grey = 20 + 150 * label + at;
      const background = { r: grey, g: grey, b: grey };
      const image = sharp({ create: { width: 10, height: 8, channels: 3, background } });
      await writeFile(join(folder, name, `${at}.png`), await image.png().toBuffer());
    }
  }
  await writeFile(join(folder, 'dark', 'notes.txt'), 'no image');
  return folder;
}

describe('ownImages', () => {
  it('reads a folder of images for each class, scaled and normalised', async () => {
    const [train, test] = [await folderOfImages(10), await folderOfImages(3)];
    const definition = ownImages({ name: 'mine', classes: CLASSES, size: 4, train, test });
    expect(definition.outline).toEqual({ classes: 2, shape: { height: 4, width: 4, channels: 3 } });
    const set = await definition.load();
    const split = set.split(randomStream(0));
    expect([split.train.size, split.validation.size, set.test.size]).toEqual([18, 2, 6]);
    const { image, label } = await set.test.batch([0, 5]);
    expect(label).toEqual(Int32Array.of(0, 1));
    expect(image).toHaveLength(2 * 4 * 4 * 3);
    expect(image?.[0]).toBeLessThan(0);
    expect(image?.at(-1)).toBeGreaterThan(0);
    expect(set.provenance).toMatchObject({
      source: 'own files',
      files: [{ sha256: expect.any(String) }, {}],
    });
  });

  it('holds a share out by the digests of the images', async () => {
    const train = await folderOfImages(20);
    const definition = ownImages({ name: 'mine', classes: CLASSES, size: 4, train, test: 0.3 });
    const set = await definition.load();
    expect(set.test.size).toBeGreaterThan(4);
    expect(set.test.size).toBeLessThan(22);
    expect((await definition.load()).test.labels).toEqual(set.test.labels);
  });

  it('names the folder and the file that are wrong', async () => {
    const train = await folderOfImages(2);
    const load = (changes: object) =>
      ownImages({ name: 'mine', classes: CLASSES, size: 4, train, test: train, ...changes }).load();
    await expect(load({ classes: ['dark', 'bright'] })).rejects.toThrow(
      `mine: expected a folder bright of images in ${train}, found dark, light`,
    );
    await writeFile(join(train, 'light', 'z.jpg'), 'no image');
    await expect(load({})).rejects.toThrow(/^mine: .*light.z\.jpg can't be decoded \(.*\); take it out$/);
    expect(() => ownImages({ name: 'mine', classes: CLASSES, sise: 4, train, test: train } as never)).toThrow(
      "ownImages: unknown option 'sise'; known: name, title, classes, train, test, size, augmentation",
    );
  });
});
