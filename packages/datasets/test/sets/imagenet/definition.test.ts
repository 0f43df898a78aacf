import { readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { randomStream } from '@better-attention/random';
import { describe, expect, it } from 'vitest';
import { WITHOUT_DATA } from '../../../../../testing/skipped.js';
import { imagenet } from '../../../src/sets/imagenet/definition.js';
import { parquetOf, plainBytes, plainLabels } from '../../bombs/parquet.js';
import { jpeg } from '../../images/solid.js';
import { folderOf, SAMPLES, tarOf, temporaryFolder } from '../../support.js';

describe('the data set', () => {
  it('of the embedded sample has every class equally often', async () => {
    const dataset = await imagenet().load({ use: 'sample', samples: SAMPLES });
    const { train, validation } = dataset.split(randomStream(0));
    expect([train.size, validation.size, dataset.test.size]).toEqual([180, 20, 50]);
    expect(dataset.classes).toHaveLength(10);
    expect(dataset.classes[0]).toBe('n01440764');
    expect(dataset.fields.image).toEqual({ shape: [72, 72, 3], dtype: 'float32' });
    const { image } = await train.batch([0, 1]);
    expect(image).toHaveLength(2 * 72 * 72 * 3);
    expect(dataset.provenance.files).toEqual([
      { name: 'imagenet-sample', bytes: expect.any(Number), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
    expect(dataset.provenance.remarks).toEqual([
      'The train part has 200 examples, not the published 1,281,167.',
      'The test part has 50 examples, not the published 50,000.',
    ]);
  });

  async function mirrorOf(files: Record<string, Buffer>): Promise<string> {
    const named = Object.entries(files).map(([name, content]) => [`imagenet/imagenet/${name}`, content]);
    return folderOf(Object.fromEntries(named));
  }

  it('skips damaged images and names them', async () => {
    const mirror = await mirrorOf({
      'train/n01/a.JPEG': await jpeg(),
      'train/n02/b.JPEG': await jpeg({ r: 0, g: 200, b: 0 }),
      'train/n02/c.JPEG': (await jpeg()).subarray(0, -150),
      'val/n02/d.JPEG': await jpeg(),
    });
    const { test, classes, provenance } = await imagenet({ size: 4 }).load({ mirror });
    expect([classes, [...test.labels]]).toEqual([['n01', 'n02'], [1]]);
    expect(provenance.remarks.at(-2)).toBe('Test examples that are training examples too: 1.');
    expect(provenance.remarks.at(-1)).toMatch(
      /^Skipped images that can't be decoded: 1 \(n02\/c\.JPEG: .+\)\.$/,
    );
  });

  it('names what it leaves out: dead links, links in archives, classes without training images', async () => {
    const mirror = await mirrorOf({
      'train/n01/a.JPEG': await jpeg(),
      'val/n01/c.JPEG': await jpeg(),
      'val/n09/d.JPEG': await jpeg(),
    });
    const train = join(mirror, 'imagenet/imagenet/train');
    await symlink('nowhere', join(train, 'n01/b.JPEG'));
    await symlink('nowhere', join(train, 'n02'));
    const { test, provenance } = await imagenet({ size: 4 }).load({ mirror });
    expect(test.size).toBe(2);
    expect(provenance.remarks.slice(-2)).toEqual([
      expect.stringMatching(
        /^Skipped images that can't be decoded: 2 \(n01\/b.JPEG: ENOENT.*; n02: ENOENT.*\)\.$/,
      ),
      'Classes of the test part that no training image has: 1 (n09).',
    ]);

    const archive = await tarOf([
      ['train/n01/a.JPEG', await jpeg()],
      [{ name: 'train/n01/b.JPEG', type: 'link', linkname: 'train/n01/a.JPEG' }, ''],
      [{ name: 'train/n01/c.JPEG', type: 'symlink', linkname: 'a.JPEG' }, ''],
      ['val/n01/d.JPEG', await jpeg()],
      ['val/n01/e.JPEG', await jpeg()],
    ]);
    const packed = await imagenet({ size: 4 }).load({
      mirror: await folderOf({ 'imagenet/images.tar': archive }),
    });
    expect(packed.provenance.remarks.at(-1)).toBe(
      "Skipped images that can't be decoded: 2 (train/n01/b.JPEG: a link to train/n01/a.JPEG; " +
        'train/n01/c.JPEG: a link to a.JPEG).',
    );
  });

  it("of a hub is read without its test part, whose labels aren't published", async () => {
    const values = 2;
    const image = { values, content: plainBytes([await jpeg(), await jpeg({ r: 0, g: 200, b: 0 })]) };
    const part = (labels: number[]) =>
      parquetOf({ rows: 2, image, label: { values, content: plainLabels(labels) } });
    const files = {
      'imagenet/train-00000-of-00001.parquet': part([0, 1]),
      'imagenet/validation-00000-of-00001.parquet': part([1, 0]),
      'imagenet/test-00000-of-00001.parquet': part([-1, -1]),
    };
    const dataset = await imagenet({ size: 4 }).load({ mirror: await folderOf(files) });
    expect([dataset.classes, dataset.test.size]).toEqual([['0000', '0001'], 2]);
    expect(dataset.provenance.remarks).toContain(
      "Left out test-00000-of-00001.parquet: the labels of the test part aren't published.",
    );
    const negative = { ...files, 'imagenet/train-00000-of-00001.parquet': part([0, -1]) };
    await expect(imagenet({ size: 4 }).load({ mirror: await folderOf(negative) })).rejects.toThrow(
      'row 1 has the label -1, where classes are numbered from 0',
    );
  });

  it('is refused when most images are damaged, or a part is missing', async () => {
    const broken = await mirrorOf({ 'train/n01/a.JPEG': Buffer.from('x'), 'val/n01/b.JPEG': await jpeg() });
    await expect(imagenet({ size: 4 }).load({ mirror: broken })).rejects.toThrow(
      "expected images, found 1 of 2 that can't be decoded (n01/a.JPEG: ",
    );
    const half = await mirrorOf({ 'train/n01/a.JPEG': await jpeg() });
    await expect(imagenet({ size: 4 }).load({ mirror: half })).rejects.toThrow('found no val');
  });

  it('is never downloaded', async () => {
    const options = { mirror: await temporaryFolder(), cache: await temporaryFolder() };
    await expect(imagenet().load(options)).rejects.toThrow(
      'and its publisher gives it to registered users only. By hand: put',
    );
  });
});

const mirror = process.env.BETTER_ATTENTION_DATA;

describe.runIf(mirror)(`the data set of the mirror${WITHOUT_DATA}`, () => {
  it('has as many images as its manifest says', async () => {
    const { files } = JSON.parse(await readFile(join(mirror as string, 'MANIFEST.json'), 'utf8'));
    const { records } = files.find(({ file }: { file: string }) => file.includes('imagenette'));
    const dataset = await imagenet().load({ offline: true });
    const { train, validation } = dataset.split(randomStream(0));
    expect([train.size + validation.size, dataset.test.size]).toEqual([records.train, records.val]);
    expect(dataset.provenance.remarks).toEqual([
      "Read from imagenette2-subset.tar, which isn't the publisher's file.",
      'The train part has 1,600 examples, not the published 1,281,167.',
      'The test part has 500 examples, not the published 50,000.',
    ]);
  });
});
