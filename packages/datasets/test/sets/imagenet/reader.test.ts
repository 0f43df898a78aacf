import { readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodeImage } from '../../../src/images/decode.js';
import { readImageFiles } from '../../../src/sets/imagenet/reader.js';
import { middle } from '../../images/solid.js';
import { collect, folderOf, tarOf } from '../../support.js';

const parquet = fileURLToPath(new URL('../../fixtures/validation-00000-of-00001.parquet', import.meta.url));

describe('the images', () => {
  const names = ['train/n02/b.JPEG', 'train/n01/a.JPEG', 'val/n01/c.jpeg', 'val/n02/d.png'];
  const sorted = [
    ['train', 'n01', 'a.JPEG'],
    ['train', 'n02', 'b.JPEG'],
    ['test', 'n01', 'c.jpeg'],
    ['test', 'n02', 'd.png'],
  ];
  const others = { 'train/n01/notes.txt': 'x', 'train/synsets.txt': 'x' };
  const listed = async (paths: string[]) =>
    (await collect(readImageFiles(paths))).map(({ part, className, name }) => [part, className, name]);

  it('come from folders of classes, from the folders of parts, and from archives', async () => {
    const files = Object.fromEntries(names.map((name) => [name, name]));
    const folder = await folderOf({ ...files, ...others });
    expect(await listed([folder])).toEqual(sorted);
    expect(await listed([join(folder, 'train'), join(folder, 'val')])).toEqual(sorted);
    expect(
      await listed([await folderOf(Object.fromEntries(names.map((name) => [`imagenette2/${name}`, name])))]),
    ).toEqual(sorted);
    const tar = await tarOf(names.map((name) => [`imagenette2/${name}`, name]));
    const archives = await folderOf({ 'a.tar': tar, 'b.tgz': gzipSync(tar) });
    for (const name of ['a.tar', 'b.tgz']) {
      expect((await listed([join(archives, name)])).sort()).toEqual([...sorted].sort());
    }
  });

  it('come from an archive of the archives of classes', async () => {
    const classes = await Promise.all(
      ['n01', 'n02'].map(
        async (name) =>
          [
            `${name}.tar`,
            await tarOf([
              [`${name}_1.JPEG`, name],
              ['list.txt', 'x'],
            ]),
          ] as const,
      ),
    );
    const folder = await folderOf({ 'ILSVRC2012_img_train.tar': await tarOf(classes) });
    const images = await collect(readImageFiles([join(folder, 'ILSVRC2012_img_train.tar')]));
    expect(
      images.map(({ part, className, name, bytes }) => [part, className, name, bytes.toString()]),
    ).toEqual([
      ['train', 'n01', 'n01_1.JPEG', 'n01'],
      ['train', 'n02', 'n02_1.JPEG', 'n02'],
    ]);
  });

  it('are refused from an archive of archives that are damaged or point outside', async () => {
    const inner = await tarOf([['n01_1.JPEG', Buffer.alloc(2_000)]]);
    const outside = await tarOf([['../n01_1.JPEG', 'x']]);
    for (const [content, message] of [
      [inner.subarray(0, 1_000), 'expected a whole tar archive'],
      [outside, 'points outside the archive'],
    ] as const) {
      const folder = await folderOf({ 'a.tar': await tarOf([['n01.tar', content]]) });
      await expect(collect(readImageFiles([join(folder, 'a.tar')]))).rejects.toThrow(message);
    }
  });

  const flat = ['ILSVRC2012_val_00000001.JPEG', 'ILSVRC2012_val_00000002.JPEG'];
  const labelled = [
    ['test', 'n00000007', flat[0]],
    ['test', 'n00000005', flat[1]],
  ];
  const classes = {
    'in order': { 'imagenet_2012_validation_synset_labels.txt': 'n00000007\nn00000005\n' },
    'by name': {
      'LOC_val_solution.csv':
        'ImageId,PredictionString\nILSVRC2012_val_00000002,n00000005 1 2 3 4 \nILSVRC2012_val_00000001,n00000007 1 1 9 9 n00000007 2 2 3 3\n',
    },
    'by the numbers of a development kit': {
      'ILSVRC2012_validation_ground_truth.txt': '490\n2\n',
      'map_clsloc.txt': 'n00000005 2 crane\nn00000007 490 fire_engine\n',
    },
  };

  it.each(Object.entries(classes))(
    'of validation lie in one folder or archive, their classes beside them %s',
    async (_, labels) => {
      const files = Object.fromEntries(flat.map((name) => [name, name]));
      const inside = await folderOf({ ...files, ...labels });
      expect(await listed([inside])).toEqual(labelled);
      const named = flat.map((name) => [`val/${name}`, name] as const);
      const beside = await folderOf({
        ...Object.fromEntries(named),
        'ILSVRC2012_img_val.tar': await tarOf(named),
        ...labels,
      });
      expect(await listed([join(beside, 'val')])).toEqual(labelled);
      expect(await listed([join(beside, 'ILSVRC2012_img_val.tar')])).toEqual(labelled);
    },
  );

  it('of validation are refused without their classes, or with those of others', async () => {
    const files = Object.fromEntries(flat.map((name) => [name, name]));
    const { 'ILSVRC2012_validation_ground_truth.txt': numbers } =
      classes['by the numbers of a development kit'];
    const missing =
      'imagenet: expected the classes of validation images that lie in no folders of classes, in LOC_val_solution.csv';
    await expect(listed([await folderOf(files)])).rejects.toThrow(missing);
    await expect(
      listed([await folderOf({ ...files, 'ILSVRC2012_validation_ground_truth.txt': numbers })]),
    ).rejects.toThrow('found ILSVRC2012_validation_ground_truth.txt alone in');
    const short = { 'imagenet_2012_validation_synset_labels.txt': 'n00000007\n' };
    await expect(listed([await folderOf({ ...files, ...short })])).rejects.toThrow(
      'imagenet ILSVRC2012_val_00000002.JPEG: expected its class among those of 1 validation images, found none',
    );
    const other = { 'imagenet_2012_validation_synset_labels.txt': '7\n5\n' };
    await expect(listed([await folderOf({ ...files, ...other })])).rejects.toThrow(
      'imagenet imagenet_2012_validation_synset_labels.txt: expected a number and a synset such as n01440764 in entry 1, found "7"',
    );
  });

  it('come from the unpacked copy of Kaggle as from its archive, whatever lies beside them', async () => {
    const solution = 'ImageId,PredictionString\nILSVRC2012_val_00000001,n00000007 1 1 9 9\n';
    const members = [
      'ILSVRC/Annotations/CLS-LOC/train/n00000007/n00000007_18.xml',
      'ILSVRC/Annotations/CLS-LOC/val/ILSVRC2012_val_00000001.xml',
      'ILSVRC/Data/CLS-LOC/test/ILSVRC2012_test_00000001.JPEG',
      'ILSVRC/Data/CLS-LOC/train/n00000007/n00000007_18.JPEG',
      'ILSVRC/Data/CLS-LOC/val/ILSVRC2012_val_00000001.JPEG',
      'ILSVRC/ImageSets/CLS-LOC/train_cls.txt',
    ];
    const folder = await folderOf({
      ...Object.fromEntries(members.map((name) => [name, name])),
      'LOC_val_solution.csv': solution,
      'kaggle.tar.gz': gzipSync(await tarOf(members.map((name) => [name, name]))),
    });
    for (const [path, test] of [
      ['ILSVRC', 'CLS-LOC/test'],
      ['kaggle.tar.gz', 'kaggle.tar.gz: ILSVRC/Data/CLS-LOC/test'],
    ] as const) {
      const leftOut: string[] = [];
      const images = readImageFiles([join(folder, path)], { leftOut: (file) => leftOut.push(file) });
      expect((await collect(images)).map(({ part, className, name }) => [part, className, name])).toEqual([
        ['train', 'n00000007', 'n00000007_18.JPEG'],
        ['test', 'n00000007', 'ILSVRC2012_val_00000001.JPEG'],
      ]);
      expect(leftOut).toEqual([test]);
    }
  });

  it('come from the unpacked archive of classes, whether those are unpacked too or not', async () => {
    const image = 'n00000007/n00000007_18.JPEG';
    const expected = [['train', 'n00000007', 'n00000007_18.JPEG']];
    const unpacked = await folderOf({ [`ILSVRC2012_img_train/${image}`]: 'x' });
    expect(await listed([join(unpacked, 'ILSVRC2012_img_train')])).toEqual(expected);
    const archives = await folderOf({
      'train_classes/n00000007.tar': await tarOf([['n00000007_18.JPEG', 'x']]),
    });
    expect(await listed([join(archives, 'train_classes')])).toEqual(expected);
    const linked = await folderOf({});
    await symlink(join(unpacked, 'ILSVRC2012_img_train'), join(linked, 'train'));
    expect(await listed([linked])).toEqual(expected);
  });

  it('are not what macOS and network drives lay beside them', async () => {
    const beside = [
      'train/n02/._b.JPEG',
      'train/._n03/a.JPEG',
      'train/@eaDir/a.JPEG',
      '__MACOSX/train/n01/a.JPEG',
      '.cache/train/n01/e.JPEG',
    ];
    const all = [...names, ...beside];
    expect(await listed([await folderOf(Object.fromEntries(all.map((name) => [name, name])))])).toEqual(
      sorted,
    );
    const archive = await folderOf({ 'a.tar': await tarOf(all.map((name) => [name, name])) });
    expect((await listed([join(archive, 'a.tar')])).sort()).toEqual([...sorted].sort());
  });

  it('come from parquet files', async () => {
    const images = await collect(readImageFiles([parquet]));
    expect(images.map(({ part, className, name }) => [part, className, name])).toEqual([
      ['test', '0003', 'validation-00000-of-00001.parquet:0'],
      ['test', '0011', 'validation-00000-of-00001.parquet:1'],
      ['test', '0003', 'validation-00000-of-00001.parquet:2'],
    ]);
    const colours = await Promise.all(
      images.map(async ({ bytes }) => middle(await decodeImage(bytes, 8), 8)),
    );
    const expected = [
      [254, 0, 0],
      [0, 255, 1],
      [0, 0, 254],
    ];
    expect(colours).toEqual(expected);
  });

  it('are refused from damaged parquet files', async () => {
    const whole = await readFile(parquet);
    const folder = await folderOf({ 'train-0.parquet': whole.subarray(0, -40) });
    await expect(collect(readImageFiles([join(folder, 'train-0.parquet')]))).rejects.toThrow(
      `imagenet ${join(folder, 'train-0.parquet')}: expected a whole parquet file with the columns image.bytes and label`,
    );
  });

  it('are refused where none is', async () => {
    const folder = await folderOf({ 'notes.txt': 'x', 'a.tar': await tarOf([['x.txt', 'x']]) });
    for (const path of [folder, join(folder, 'a.tar')]) {
      await expect(collect(readImageFiles([path]))).rejects.toThrow(
        `imagenet: expected images such as train/n01440764/n01440764_18.JPEG in ${path}, found none`,
      );
    }
    await expect(collect(readImageFiles(['/absent']))).rejects.toThrow('at /absent, found nothing there');
  });
});
