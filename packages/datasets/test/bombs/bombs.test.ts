import { randomBytes } from 'node:crypto';
import { appendFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import sharp from 'sharp';
import { afterEach, describe, expect, it } from 'vitest';
import { decodeImage } from '../../src/images/decode.js';
import { readAmazon } from '../../src/sets/amazon/reader.js';
import { readAnki } from '../../src/sets/anki/reader.js';
import { readCifar100 } from '../../src/sets/cifar100/reader.js';
import { readEuroparl } from '../../src/sets/europarl/reader.js';
import { readImageFiles } from '../../src/sets/imagenet/reader.js';
import { readImdb } from '../../src/sets/imdb/reader.js';
import { readMnist } from '../../src/sets/mnist/reader.js';
import { collect, folderOf, idxOf, pathsOf, tarOf, temporaryFolder } from '../support.js';
import { deepFooter, parquetOf, plainBytes, plainLabels } from './parquet.js';

const MOST_RESIDENT_BYTES = 900e6;
const LONGEST_MILLISECONDS = 60_000;
const GIB = 2 ** 30;

/** A gibibyte of one byte or text, again and again, gzipped to a mebibyte. */
function gibibyte(of: string): Buffer {
  const piece = gzipSync(Buffer.alloc(2 ** 26, of));
  return Buffer.concat(Array.from({ length: 16 }, () => piece));
}

const zeros = gibibyte('\0');

/** The header of a member of an archive, gzipped. */
async function headerOf(name: string, size: number): Promise<Buffer> {
  const archive = await tarOf([[{ name, size: 0 }, '']]);
  const header = archive.subarray(0, 512);
  header.write(`${size.toString(8).padStart(11, '0')} `, 124);
  header.write('        ', 148);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return gzipSync(header);
}

async function fileOf(name: string, content: Uint8Array): Promise<string> {
  const [path] = await pathsOf({ [name]: content });
  return path as string;
}

async function bombOf(file: string, member: string): Promise<string> {
  return fileOf(file, Buffer.concat([await headerOf(member, 3 * GIB), zeros, zeros, zeros]));
}

/** A zip whose members all lie in the same bytes. */
function overlapping(members: number): Buffer {
  const archive = Buffer.from(zipSync({ 'spa-eng/spa.txt': Buffer.alloc(2 ** 20) }));
  const end = archive.length - 22;
  const directory = archive.readUInt32LE(end + 16);
  const entry = archive.subarray(directory, end);
  const record = Buffer.from(archive.subarray(end));
  record.writeUInt16LE(members, 8);
  record.writeUInt16LE(members, 10);
  record.writeUInt32LE(members * entry.length, 12);
  return Buffer.concat([
    archive.subarray(0, directory),
    ...Array.from({ length: members }, () => entry),
    record,
  ]);
}

/** A zip that says of each member that it unpacks to so many bytes. */
function saying(unpacked: number, archive: Uint8Array): Buffer {
  const bytes = Buffer.from(archive);
  for (let at = bytes.indexOf('PK\x01\x02'); at >= 0; at = bytes.indexOf('PK\x01\x02', at + 1)) {
    bytes.writeUInt32LE(unpacked, at + 24);
  }
  return bytes;
}

async function images(content: Buffer): Promise<unknown> {
  return collect(readImageFiles([await fileOf('train-0.parquet', content)]));
}

const small = { content: plainLabels([1, 2]), values: 2 };
const two = { content: plainBytes([Buffer.from('a'), Buffer.from('b')]), values: 2 };

describe('a file made to fill the memory is refused by name', { timeout: LONGEST_MILLISECONDS }, () => {
  afterEach(() => {
    expect(1_024 * process.resourceUsage().maxRSS).toBeLessThan(MOST_RESIDENT_BYTES);
  });

  it('an archive of 3 MB with a review of 3 GB', async () => {
    const path = await bombOf('aclImdb_v1.tar.gz', 'aclImdb/train/pos/0_9.txt');
    await expect(collect(readImdb(path))).rejects.toThrow(
      `archive ${path}: expected at most 67,108,864 bytes in its member aclImdb/train/pos/0_9.txt, found 3,221,225,472; ` +
        'take it out, or fetch the archive again',
    );
  });

  it('an archive of 3 MB with a member of 3 GB that nobody wants', async () => {
    const path = await bombOf('aclImdb_v1.tar.gz', 'aclImdb/zeros');
    await expect(collect(readImdb(path))).rejects.toThrow(
      /aclImdb_v1.tar.gz: at aclImdb\/zeros: [\d,]+ packed bytes unpack to [\d,]+ bytes or more, over 40 times as many/,
    );
  });

  it('an archive with an image of 3 GB, which is skipped first', async () => {
    const path = await bombOf('images.tar.gz', 'train/n01/a.JPEG');
    const skipped: string[] = [];
    const images = readImageFiles([path], {
      skipped: ({ name, reason }) => skipped.push(`${name}: ${reason}`),
    });
    await expect(collect(images)).rejects.toThrow('over 40 times as many');
    expect(skipped).toEqual(['train/n01/a.JPEG: it has 3,221,225,472 bytes, more than 67,108,864']);
  });

  it('an archive with 300,000 reviews of nothing', async () => {
    const path = await fileOf('aclImdb_v1.tar.gz', Buffer.alloc(0));
    const header = await tarOf([['aclImdb/train/pos/0_9.txt', '']]);
    const piece = gzipSync(Buffer.concat(Array.from({ length: 2 ** 15 }, () => header.subarray(0, 512))));
    await writeFile(path, Buffer.concat([...Array.from({ length: 9 }, () => piece), Buffer.alloc(4e6)]));
    await expect(collect(readImdb(path))).rejects.toThrow(
      /expected at most 262,144 reviews of 536,870,912 bytes in .*, found 262,145 of 0 bytes up to aclImdb/,
    );
  });

  it('CIFAR-100 of 3 GB, and names of classes of 3 GB', async () => {
    const part = await bombOf('cifar-100-binary.tar.gz', 'cifar-100-binary/train.bin');
    await expect(readCifar100(part)).rejects.toThrow(
      'train.bin: expected whole records of 3,074 bytes, found 3,221,225,472 bytes, more than 268,435,456; fetch it again',
    );
    const names = await bombOf('cifar-100-binary.tar.gz', 'cifar-100-binary/fine_label_names.txt');
    await expect(readCifar100(names)).rejects.toThrow(
      'expected at most 67,108,864 bytes in its member fine_label_names.txt',
    );
  });

  it('gzipped text of 1 GB, as one line and as many', async () => {
    const one = await fileOf('reviews.json.gz', zeros);
    await expect(collect(readAmazon([one]))).rejects.toThrow(
      `${one}: expected lines of at most 16,777,216 bytes, found a longer one at line 1; is it another file?`,
    );
    const many = gibibyte(`${' '.repeat(2 ** 14 - 1)}\n`);
    for (const read of [
      async () => collect(readAmazon([await fileOf('reviews.json.gz', many)])),
      async () => collect(readAnki(await fileOf('spa.txt', many))),
      async () => collect(readEuroparl(await pathsOf({ 'a.es-en.en': many, 'a.es-en.es': many }))),
    ]) {
      await expect(read()).rejects.toThrow(
        / packed bytes unpack to [\d,]+ bytes or more, over 40 times as many/,
      );
    }
  });

  it('gzipped IDX files, by their header or by what they unpack to', async () => {
    const labels = await fileOf('labels', idxOf([2], [0, 1]));
    const huge = idxOf([2 ** 32 - 1, 28, 28], []);
    await expect(readMnist(await fileOf('images', huge), labels)).rejects.toThrow(
      /images: expected at most 1,073,741,824 bytes, its header says 4294967295 × 28 × 28/,
    );
    const large = gzipSync(idxOf([2 ** 20, 28, 28], []));
    await expect(readMnist(await fileOf('images', Buffer.concat([large, zeros])), labels)).rejects.toThrow(
      'over 40 times as many',
    );
    const small = gzipSync(idxOf([2, 28, 28], []));
    await expect(readMnist(await fileOf('images', Buffer.concat([small, zeros])), labels)).rejects.toThrow(
      /expected 1,584 bytes, as its header \(2 × 28 × 28\) says, found [\d,]+ or more/,
    );
  });

  it('zips whose members share bytes, and those that unpack to far too much', async () => {
    const path = await fileOf('spa-eng.zip', overlapping(4_000));
    await expect(collect(readAnki(path))).rejects.toThrow(
      `archive ${path}: its members spa-eng/spa.txt and spa-eng/spa.txt share bytes, as those of zip bombs do; delete the file`,
    );
    const deep = await fileOf(
      'spa-eng.zip',
      saying(2 ** 25, zipSync({ 'spa-eng/spa.txt': Buffer.alloc(100) })),
    );
    await expect(collect(readAnki(deep))).rejects.toThrow(/packed bytes unpack to 33,554,432 bytes or more/);
    const names = Array.from({ length: 5 }, (_, index) => [`spa${index}.txt`, Buffer.alloc(100)] as const);
    const wide = await fileOf('spa-eng.zip', saying(2 ** 26, zipSync(Object.fromEntries(names))));
    await expect(collect(readAnki(wide))).rejects.toThrow(
      'expected at most 268,435,456 bytes in its members up to spa4.txt, found 335,544,320',
    );
    await truncate(path, 3 * GIB);
    await expect(collect(readAnki(path))).rejects.toThrow(
      'expected at most 268,435,456 bytes in a zip archive, found 3,221,225,472',
    );
  });

  it('parquet files, by what their footer says', async () => {
    expect(await images(parquetOf({ rows: 2, image: two, label: small }))).toHaveLength(2);
    const refused = (parts: Partial<Parameters<typeof parquetOf>[0]>, message: string | RegExp) =>
      expect(images(parquetOf({ rows: 2, image: two, label: small, ...parts }))).rejects.toThrow(message);
    await refused(
      { unpacked: 3 * GIB },
      'at most 1,073,741,824 bytes in group 0 of its rows, found 3,221,225',
    );
    await refused({ unpacked: GIB / 2 }, 'packed bytes unpack to 536,870,');
    await refused({ rows: 2 ** 30 }, 'expected at most 1,048,576 rows in group 0, found 1,073,741,824');
    await expect(images(deepFooter(2 ** 24))).rejects.toThrow(
      /its structure says 16777216 items at byte \d+/,
    );
  });

  it('parquet files, by what their pages say', async () => {
    const refused = (parts: Partial<Parameters<typeof parquetOf>[0]>, message: string | RegExp) =>
      expect(images(parquetOf({ rows: 2, image: two, label: small, ...parts }))).rejects.toThrow(message);
    await refused(
      { image: { ...two, unpacked: 2 ** 30 }, unpacked: 100 },
      'its column image.bytes unpacks to 1,073,741,824 bytes or more, where 100 are said',
    );
    await refused({ image: { ...two, values: 2 ** 30 } }, 'says 1073741824 values, where there can be 2');
    const run = Buffer.from([8, 0xfe, 0xff, 0xff, 0xff, 0x0f, 0]);
    await refused({ label: { content: run, values: 2, encoding: 8 } }, 'a page of 2 values says a run of');
    const packedZeros = Buffer.from([0, 0xff, 0xff, 0xff, 0xff, 0x0f]);
    await refused(
      { label: { content: packedZeros, values: 2, encoding: 8 } },
      'a page of 2 values says a run of',
    );
    const quickly = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };
    const codecs = {
      2: gzipSync(Buffer.alloc(2 ** 26)),
      4: brotliCompressSync(Buffer.alloc(2 ** 26), quickly),
      6: zstdZeros(2 ** 30),
    };
    for (const [codec, content] of Object.entries(codecs)) {
      await refused(
        { image: { content, values: 2, unpacked: 50 }, codec: Number(codec) },
        /Cannot create a Buffer larger than|page length 0 does not match header 50/,
      );
    }
  });

  it('images of 60,000 × 60,000 pixels', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="60000" height="60000"/>');
    const message = 'expected at most 67,108,864 pixels, found more; scale it down';
    await expect(decodeImage(svg, 72)).rejects.toThrow(message);
    const line = await sharp({ create: { width: 1, height: 1, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    line.writeUInt32BE(60_000, 16);
    line.writeUInt32BE(60_000, 20);
    await expect(decodeImage(line, 72)).rejects.toThrow(message);
  });

  it('a folder with a review, and one with an image, of 3 GB', async () => {
    const reviews = await folderOf({ 'train/pos/0_9.txt': 'x' });
    await truncate(join(reviews, 'train/pos/0_9.txt'), 3 * GIB);
    await expect(collect(readImdb(reviews))).rejects.toThrow(
      '0_9.txt: expected at most 67,108,864 bytes, found 3,221,225,472; take it out',
    );
    const folder = await folderOf({ 'train/n01/a.JPEG': 'x', 'train/n01/b.JPEG': 'x' });
    await truncate(join(folder, 'train/n01/a.JPEG'), 3 * GIB);
    const skipped: string[] = [];
    const left = readImageFiles([folder], { skipped: ({ name }) => skipped.push(name) });
    expect((await collect(left)).map(({ name }) => name)).toEqual(['b.JPEG']);
    expect(skipped).toEqual(['n01/a.JPEG']);
  });

  it('text of lines that end where its chunks do', async () => {
    const path = join(await temporaryFolder(), 'spa.txt');
    const line = `${'Go.\tVe.'.padEnd(4_095, ' ')}\n`;
    for (let piece = 0; piece < 2 ** 8; piece++) await appendFile(path, line.repeat(2 ** 8));
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    for await (const { line: number } of readAnki(path)) {
      if (number % 2 ** 10 === 0) most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    }
    expect(most).toBeLessThan(2 ** 27);
  });
});

it('a class of ImageNet and a language of Europarl of 70 MB are read', {
  timeout: LONGEST_MILLISECONDS,
}, async () => {
  const image = randomBytes(2 ** 20);
  const classArchive = await tarOf(
    Array.from({ length: 70 }, (_, index) => [`n01_${index}.JPEG`, image] as const),
  );
  const [tar] = await pathsOf({ 'ILSVRC2012_img_train.tar': await tarOf([['n01.tar', classArchive]]) });
  let read = 0;
  for await (const { bytes } of readImageFiles([tar as string])) read += Number(image.equals(bytes));
  expect(read).toBe(70);

  const sentence = `${randomBytes(2 ** 18).toString('hex')}\n`;
  const side = Buffer.from(sentence.repeat(140));
  const tgz = gzipSync(
    await tarOf([
      ['a.es-en.en', side],
      ['a.es-en.es', side],
    ]),
    { level: 1 },
  );
  let pairs = 0;
  for await (const { english } of readEuroparl(await pathsOf({ 'es-en.tgz': tgz }))) pairs += english.length;
  expect(pairs).toBe(140 * 2 ** 19);
});

/** A frame of Zstandard of so many zeros: blocks that repeat one byte. */
function zstdZeros(length: number): Buffer {
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(length));
  const block = 2 ** 17;
  const blocks = Array.from({ length: length / block }, (_, index) => {
    const header = Buffer.alloc(4);
    header.writeUIntLE((block << 3) | 2 | (index === length / block - 1 ? 1 : 0), 0, 3);
    return header;
  });
  return Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xc0, 0x68]), size, ...blocks]);
}
