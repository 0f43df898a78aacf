import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCifar100 } from '../../../src/sets/cifar100/reader.js';
import { temporaryFolder, writeArchive } from '../../support.js';

const names = (count: number, kind: string) =>
  Array.from({ length: count }, (_, index) => `${kind}_${index}\n`).join('');

/** A record whose pixels are black but one, at a row and a column. */
function recordOf(
  coarse: number,
  fine: number,
  pixel?: { row: number; column: number; colour: number[] },
): Buffer {
  const record = Buffer.alloc(3_074);
  record[0] = coarse;
  record[1] = fine;
  for (const [channel, value] of pixel?.colour.entries() ?? []) {
    record[2 + channel * 1_024 + (pixel?.row ?? 0) * 32 + (pixel?.column ?? 0)] = value;
  }
  return record;
}

const coloured = recordOf(4, 7, { row: 3, column: 30, colour: [255, 128, 1] });

function membersOf(changes: Record<string, Buffer | string | undefined> = {}): [string, Buffer | string][] {
  const members = {
    'fine_label_names.txt': names(100, 'fine'),
    'coarse_label_names.txt': names(20, 'coarse'),
    'train.bin': Buffer.concat([recordOf(19, 99), coloured]),
    'test.bin': coloured,
    ...changes,
  };
  return Object.entries(members)
    .filter((member): member is [string, Buffer | string] => member[1] !== undefined)
    .map(([name, content]) => [`cifar-100-binary/${name}`, content]);
}

async function archiveOf(changes?: Parameters<typeof membersOf>[0]): Promise<string> {
  return writeArchive(join(await temporaryFolder(), 'cifar.tar.gz'), membersOf(changes));
}

describe('the records of CIFAR-100', () => {
  it('come with both labels and with the colours of a pixel together', async () => {
    const { train, test, fineNames, coarseNames } = await readCifar100(await archiveOf());
    expect([...train.coarse, ...train.fine]).toEqual([19, 4, 99, 7]);
    expect([fineNames[99], coarseNames[19]]).toEqual(['fine_99', 'coarse_19']);
    const pixel = (3 * 32 + 30) * 3;
    expect([...test.pixels.subarray(pixel, pixel + 3)]).toEqual([255, 128, 1]);
    expect(test.pixels.reduce((sum, value) => sum + value)).toBe(255 + 128 + 1);
    expect(train.pixels.subarray(3_072)).toEqual(test.pixels);
  });

  it('are the same from the unpacked folder and from its parent', async () => {
    const parent = await temporaryFolder();
    await mkdir(join(parent, 'cifar-100-binary'));
    for (const [name, content] of membersOf()) await writeFile(join(parent, name), content);
    const expected = await readCifar100(await archiveOf());
    expect(await readCifar100(parent)).toEqual(expected);
    expect(await readCifar100(join(parent, 'cifar-100-binary'))).toEqual(expected);
  });

  it.each([
    [
      'cut short',
      { 'train.bin': coloured.subarray(0, 3_000) },
      'train.bin: expected whole records of 3,074 bytes, found 3,000 bytes',
    ],
    [
      'empty',
      { 'test.bin': Buffer.alloc(0) },
      'test.bin: expected whole records of 3,074 bytes, found 0 bytes',
    ],
    [
      'of another coarse class',
      { 'train.bin': recordOf(20, 0) },
      'expected coarse labels from 0 to 19, found 20 at offset 0 (record 0)',
    ],
    [
      'of another fine class',
      { 'test.bin': Buffer.concat([coloured, recordOf(0, 100)]) },
      'expected fine labels from 0 to 99, found 100 at offset 3075 (record 1)',
    ],
    [
      'without a part',
      { 'test.bin': undefined },
      'found fine_label_names.txt, coarse_label_names.txt, train.bin; is it the binary version?',
    ],
    [
      'without the name of a class',
      { 'fine_label_names.txt': names(99, 'fine') },
      'fine_label_names.txt: expected 100 names of classes, found 99',
    ],
  ])('are refused when they are %s', async (_, changes, message) => {
    await expect(readCifar100(await archiveOf(changes))).rejects.toThrow(message);
  });

  it('are refused where a part comes twice', async () => {
    const path = join(await temporaryFolder(), 'twice.tar.gz');
    const [part] = membersOf().slice(2);
    await writeArchive(path, [...membersOf(), part as [string, Buffer]]);
    await expect(readCifar100(path)).rejects.toThrow('train.bin: expected it once, found it again');
  });

  it('are whole wherever the chunks of a file end', async () => {
    const folder = await temporaryFolder();
    const records = Array.from({ length: 300 }, (_, index) =>
      recordOf(index % 20, index % 100, { row: index % 32, column: 1, colour: [index % 256, 7, 9] }),
    );
    for (const [name, content] of membersOf({ 'train.bin': Buffer.concat(records) })) {
      await mkdir(join(folder, 'cifar-100-binary'), { recursive: true });
      await writeFile(join(folder, name), content);
    }
    const seen: number[] = [];
    const { train } = await readCifar100(folder, {
      seen: (part, image) => part === 'train' && seen.push(image.reduce((sum, value) => sum + value)),
    });
    expect([...train.fine]).toEqual(records.map((_, index) => index % 100));
    for (const index of records.keys()) {
      const pixel = index * 3_072 + ((index % 32) * 32 + 1) * 3;
      expect([...train.pixels.subarray(pixel, pixel + 3)]).toEqual([index % 256, 7, 9]);
    }
    expect(seen).toEqual(records.map((_, index) => (index % 256) + 16));
  });

  it('are refused from another archive, and where nothing is', async () => {
    const other = await writeArchive(join(await temporaryFolder(), 'a.tar.gz'), [
      ['cifar-100-python/train', 'x'],
    ]);
    await expect(readCifar100(other)).rejects.toThrow(
      `cifar100 ${other}: expected train.bin, test.bin, fine_label_names.txt, coarse_label_names.txt, found none of them; is it the binary version?`,
    );
    await expect(readCifar100('/absent')).rejects.toThrow('at /absent, found nothing there');
  });
});
