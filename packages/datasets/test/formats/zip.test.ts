import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readZip } from '../../src/formats/zip.js';
import { temporaryFolder } from '../support.js';

const text = (content: string) => new TextEncoder().encode(content);
const archive = Buffer.from(
  zipSync({
    'spa-eng/': new Uint8Array(0),
    'spa-eng/_about.txt': [text('notice'), { level: 0 }],
    'spa-eng/spa.txt': text('Go.\tVe.\n'.repeat(1_000)),
  }),
);

async function read(bytes: Uint8Array, wanted = (name: string) => name.endsWith('.txt')) {
  const path = join(await temporaryFolder(), 'a.zip');
  await writeFile(path, bytes);
  return readZip(path, wanted);
}

describe('a zip archive', () => {
  it('gives its wanted members, packed or stored, also behind a comment', async () => {
    const members = await read(archive);
    expect(members.map(({ name, bytes }) => [name, bytes.toString()])).toEqual([
      ['spa-eng/_about.txt', 'notice'],
      ['spa-eng/spa.txt', 'Go.\tVe.\n'.repeat(1_000)],
    ]);
    const commented = Buffer.concat([archive, Buffer.from('a comment')]);
    commented.writeUInt16LE(9, archive.length - 2);
    expect(await read(commented)).toEqual(members);
    expect(await read(archive, () => false)).toEqual([]);
  });

  const changed = (position: number, value: number) => {
    const bytes = Buffer.from(archive);
    bytes[position] = value;
    return bytes;
  };
  const stored = archive.indexOf('notice');
  const entry = archive.lastIndexOf('spa-eng/spa.txt') - 46;
  it.each([
    ['cut short', archive.subarray(0, -30), 'it has no end record'],
    ['empty', Buffer.alloc(0), 'it has no end record'],
    ['without its first part', archive.subarray(100), /is missing|out of range/],
    ['changed in a member', changed(stored, 0x4e), 'spa-eng/_about.txt has another checksum'],
    ['packed in another way', changed(entry + 10, 12), 'spa-eng/spa.txt is packed by method 12'],
    ['said to be huge', changed(entry + 27, 0x7f), 'spa-eng/spa.txt has more than 268,435,456 bytes'],
    ['said to be smaller', changed(entry + 25, 0), /spa-eng\/spa.txt|Cannot create a Buffer larger/],
  ])('is refused when it is %s', async (_, bytes, reason) => {
    const failure = read(bytes);
    await expect(failure).rejects.toThrow(reason);
    await expect(failure).rejects.toThrow(
      /a\.zip: expected a whole zip archive, found [\d,]+ bytes that end early/,
    );
  });
});
