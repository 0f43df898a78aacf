import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readImdb } from '../../../src/sets/imdb/reader.js';
import { collect, REVIEWS, temporaryFolder, writeArchive } from '../../support.js';

const SORTED = [
  { part: 'train', label: 0, rating: 4, id: 0, text: "It's bad" },
  { part: 'train', label: 0, rating: 1, id: 2, text: 'The worst film' },
  { part: 'train', label: 1, rating: 7, id: 9, text: 'A good film<br /><br />truly' },
  { part: 'train', label: 1, rating: 8, id: 10, text: 'Great great film' },
  { part: 'test', label: 0, rating: 3, id: 0, text: 'Poor' },
  { part: 'test', label: 0, rating: 2, id: 1, text: 'The worst film' },
  { part: 'test', label: 1, rating: 9, id: 0, text: 'Good' },
  { part: 'test', label: 1, rating: 10, id: 1, text: 'A fine film, the best' },
];

async function archiveOf(members: Parameters<typeof writeArchive>[1]): Promise<string> {
  return writeArchive(join(await temporaryFolder(), 'reviews.tar.gz'), members);
}

async function folderOf(members: readonly (readonly [string, string])[]): Promise<string> {
  const folder = await temporaryFolder();
  for (const [name, content] of members) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

describe('the reviews of IMDB', () => {
  it('come sorted by part, label and id from archives of any order', async () => {
    for (const members of [
      REVIEWS,
      [...REVIEWS].reverse(),
      REVIEWS.map(([name, text]) => [`./${name}`, text] as const),
    ]) {
      expect(await collect(readImdb(await archiveOf(members)))).toEqual(SORTED);
    }
  });

  it('come the same from the unpacked folder and from its parent', async () => {
    const parent = await folderOf(REVIEWS);
    expect(await collect(readImdb(parent))).toEqual(SORTED);
    expect(await collect(readImdb(join(parent, 'aclImdb')))).toEqual(SORTED);
  });

  it('leave out unlabelled reviews and files of other kinds', async () => {
    const others: [string, string][] = [
      ['aclImdb/train/unsup/0_0.txt', 'unlabelled'],
      ['aclImdb/train/pos/._9_7.txt', 'resource fork'],
      ['aclImdb/train/labeledBow.feat', '1 0:3'],
      ['aclImdb/README', 'Large Movie Review Dataset v1.0'],
      ['elsewhere/aclImdb/train/pos/1_7.txt', 'a copy'],
    ];
    expect(await collect(readImdb(await archiveOf([...others, ...REVIEWS])))).toEqual(SORTED);
    expect(await collect(readImdb(await folderOf([...others, ...REVIEWS])))).toEqual(SORTED);
  });

  it('are refused when nothing is there', async () => {
    const path = join(await temporaryFolder(), 'absent.tar.gz');
    await expect(collect(readImdb(path))).rejects.toThrow(
      `imdb: expected aclImdb_v1.tar.gz or the folder aclImdb at ${path}, found nothing there`,
    );
  });

  it('are refused from an archive without any', async () => {
    const other = await archiveOf([['cifar-100-binary/train.bin', 'x']]);
    await expect(collect(readImdb(other))).rejects.toThrow(
      `imdb: expected members such as aclImdb/train/pos/0_9.txt in ${other}, found none (its first member is cifar-100-binary/train.bin)`,
    );
    const empty = await archiveOf([]);
    await expect(collect(readImdb(empty))).rejects.toThrow('found none (the archive is empty)');
  });

  it('are refused from a folder without any', async () => {
    const other = await folderOf([['notes/a.txt', 'x']]);
    await expect(collect(readImdb(other))).rejects.toThrow(
      `imdb: expected reviews such as train/pos/0_9.txt in ${other}, found notes; is it the unpacked aclImdb?`,
    );
  });

  it.each(['pos/7_4.txt', 'pos/7_11.txt', 'neg/7_7.txt', 'neg/7_0.txt'])(
    'are refused with the rating in %s',
    async (name) => {
      const archive = await archiveOf([...REVIEWS, [`aclImdb/train/${name}`, 'text']]);
      await expect(collect(readImdb(archive))).rejects.toThrow(
        /^(archive .*: .*)?imdb: expected a rating from \d+ to \d+ in the name of aclImdb\/train\/.*, found \d+/,
      );
    },
  );

  it('are refused when two have one id, and when a text is no UTF-8', async () => {
    const twice = await archiveOf([...REVIEWS, ['aclImdb/test/neg/1_4.txt', 'Again']]);
    await expect(collect(readImdb(twice))).rejects.toThrow(
      /two reviews with the id of aclImdb\/test\/neg\/1_[24]\.txt/,
    );
    const latin = await archiveOf([
      ...REVIEWS,
      ['aclImdb/test/neg/7_4.txt', Buffer.from('caf\xe9', 'latin1')],
    ]);
    await expect(collect(readImdb(latin))).rejects.toThrow(
      'imdb: expected UTF-8 text in aclImdb/test/neg/7_4.txt',
    );
  });

  it('stop when the reader is aborted', async () => {
    const many = Array.from({ length: 300 }, (_, id) => [`aclImdb/train/pos/${id}_8.txt`, 'text'] as const);
    for (const path of [await archiveOf(many), await folderOf(many)]) {
      const controller = new AbortController();
      let read = 0;
      const reading = async () => {
        for await (const _ of readImdb(path, { signal: controller.signal })) {
          if (++read === 10) controller.abort(new Error('enough'));
        }
      };
      await expect(reading()).rejects.toThrow('enough');
      expect(read).toBeLessThan(300);
    }
  });
});
