import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readArchive } from '../../src/formats/tar.js';
import { collect, tarOf, temporaryFolder, writeArchive } from '../support.js';

const everything = { wanted: () => true };

async function fileOf(content: string | Buffer): Promise<string> {
  const path = join(await temporaryFolder(), 'data.tar.gz');
  await writeFile(path, content);
  return path;
}

describe('an archive', () => {
  it('gives the wanted regular files in archive order, gzipped or not', async () => {
    const long = `${'folder/'.repeat(30)}long.txt`;
    const tar = await tarOf([
      [{ name: 'b/', type: 'directory' }, ''],
      ['b/two.txt', 'zwei – два'],
      ['skipped.bin', Buffer.alloc(100_000, 1)],
      [{ name: 'b/link.txt', type: 'symlink', linkname: 'two.txt' }, ''],
      ['empty.txt', ''],
      [long, 'x'.repeat(200_000)],
    ]);
    const wanted = (name: string) => name.endsWith('.txt');
    for (const content of [tar, gzipSync(tar)]) {
      const path = await fileOf(content);
      const links: string[] = [];
      const skipped = (name: string, reason: string) => links.push(`${name}: ${reason}`);
      const members = await collect(readArchive(path, { wanted, skipped }));
      expect(links).toEqual(['b/link.txt: a link to two.txt']);
      await expect(collect(readArchive(path, { wanted }))).rejects.toThrow(
        `archive ${path}: at b/link.txt: a link to two.txt, and links aren't followed; take it out`,
      );
      expect(members.map(({ name, bytes }) => [name, bytes.toString()])).toEqual([
        ['b/two.txt', 'zwei – два'],
        ['empty.txt', ''],
        [long, 'x'.repeat(200_000)],
      ]);
    }
  });

  it.each([
    ['cut short', (whole: Buffer) => whole.subarray(0, whole.length - 2_000), /unexpected end of file/],
    ['changed', (whole: Buffer) => whole.fill(7, 20_000, 20_100), /damaged \((invalid|incorrect)/],
    ['followed by half of its checksum', (whole: Buffer) => whole.subarray(0, -4), /unexpected end of file/],
  ])('that is %s is refused with its path and size', async (_, damage, reason) => {
    const noise = Buffer.from(Float64Array.from({ length: 10_000 }, (_, index) => Math.sin(index)).buffer);
    const path = await fileOf(damage(gzipSync(await tarOf([['a.txt', noise]]))));
    const { length } = await readFile(path);
    const failure = collect(readArchive(path, everything));
    await expect(failure).rejects.toThrow(reason);
    await expect(failure).rejects.toThrow(
      `archive ${path}: expected a whole tar archive, gzipped or not, found ${length.toLocaleString('en-US')} bytes`,
    );
    await expect(failure).rejects.toThrow('delete the file and fetch it again');
  });

  it.each([
    [
      'an unzipped archive cut within a member',
      async () => (await tarOf([['a.txt', 'x'.repeat(5_000)]])).subarray(0, 3_000),
    ],
    ['a web page', async () => Buffer.from(`<!DOCTYPE html>${' '.repeat(600)}`)],
    ['an empty file', async () => Buffer.alloc(0)],
  ])('that is %s is refused', async (_, content) => {
    const path = await fileOf(await content());
    await expect(collect(readArchive(path, everything))).rejects.toThrow(
      new RegExp(
        `archive ${path}: expected a whole tar archive, gzipped or not, found [\\d,]+ bytes that end early or are damaged`,
      ),
    );
  });

  it.each([
    '../outside.txt',
    '/etc/outside.txt',
    'a/../../outside.txt',
    '..\\outside.txt',
    'C:\\outside.txt',
  ])('with the member %s is refused', async (name) => {
    const path = await writeArchive(join(await temporaryFolder(), 'a.tar.gz'), [
      ['a/in.txt', 'in'],
      [name, 'out'],
    ]);
    await expect(collect(readArchive(path, everything))).rejects.toThrow(
      `its member ${JSON.stringify(name)} points outside the archive`,
    );
  });

  it.each([
    ['a sparse file', { pax: { 'GNU.sparse.major': '1' } }],
    ['no regular file', { type: 'fifo' as const }],
  ])('with a wanted member that is %s is refused', async (kind, header) => {
    const path = await writeArchive(join(await temporaryFolder(), 'a.tar.gz'), [
      [{ name: 'a/in.txt', ...header }, ''],
    ]);
    await expect(collect(readArchive(path, everything))).rejects.toThrow(
      `archive ${path}: at a/in.txt: ${kind}; pack it without --sparse`,
    );
  });

  it.each([
    ['negative', Buffer.from([0xff, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0])],
    ['above 2⁶³', Buffer.from([0x80, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0])],
  ])('with a member whose size is %s is refused', async (_, size) => {
    const tar = await tarOf([['a/in.txt', 'x']]);
    size.copy(tar, 124);
    tar.write('        ', 148);
    const sum = tar.subarray(0, 512).reduce((total, byte) => total + byte, 0);
    tar.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    await expect(collect(readArchive(await fileOf(tar), everything))).rejects.toThrow(
      /Invalid header|expected at most 67,108,864 bytes in its member a\/in.txt, found [\d,]+/,
    );
  });

  it('stops when it is aborted, and when its reader stops', async () => {
    const members = Array.from({ length: 200 }, (_, index) => [`${index}.txt`, 'x'.repeat(10_000)] as const);
    const path = await writeArchive(join(await temporaryFolder(), 'a.tar.gz'), members);
    const controller = new AbortController();
    const read = async () => {
      for await (const { name } of readArchive(path, { ...everything, signal: controller.signal })) {
        if (name === '3.txt') controller.abort(new Error('enough'));
      }
    };
    await expect(read()).rejects.toThrow('enough');

    for await (const { name } of readArchive(path, everything)) {
      expect(name).toBe('0.txt');
      break;
    }
  });
});
