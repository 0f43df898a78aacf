import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { randomStream } from '@better-attention/random';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readArchive } from '../../src/formats/tar.js';
import { readZip } from '../../src/formats/zip.js';
import { decodeImage } from '../../src/images/decode.js';
import { readAmazon } from '../../src/sets/amazon/reader.js';
import { readAnki } from '../../src/sets/anki/reader.js';
import { readCifar100 } from '../../src/sets/cifar100/reader.js';
import { readEuroparl } from '../../src/sets/europarl/reader.js';
import { readImageFiles } from '../../src/sets/imagenet/reader.js';
import { readImdb } from '../../src/sets/imdb/reader.js';
import { readMnist } from '../../src/sets/mnist/reader.js';
import { collect, idxOf, SAMPLES, tarOf, temporaryFolder } from '../support.js';
import { mutate } from './mutate.js';

const INPUTS = Number(process.env.FUZZ_INPUTS ?? 200);
const LONGEST_MILLISECONDS = 10_000;
const MOST_GROWTH = 2 ** 29;

interface Reader {
  readonly name: string;
  /** Real content, before it is packed. */
  readonly content: Uint8Array;
  readonly file: string;
  pack?(content: Uint8Array): Uint8Array;
  read(path: string): Promise<unknown>;
}

const sample = (...names: string[]) => readFileSync(join(SAMPLES, ...names));
const linesOf = (bytes: Uint8Array, count: number) =>
  Buffer.from(Buffer.from(bytes).toString().split('\n').slice(0, count).join('\n'));

const images = gunzipSync(sample('mnist', 'train-images-idx3-ubyte.gz')).subarray(16, 16 + 5 * 784);
const labels = gunzipSync(sample('mnist', 'train-labels-idx1-ubyte.gz')).subarray(8, 8 + 5);
const english = linesOf(gunzipSync(sample('europarl', 'europarl-sample.es-en.en.gz')), 30);
const spanish = linesOf(gunzipSync(sample('europarl', 'europarl-sample.es-en.es.gz')), 30);
const [folder = ''] = readdirSync(join(SAMPLES, 'imagenet/imagenet-sample/val'));
const [photograph = ''] = readdirSync(join(SAMPLES, 'imagenet/imagenet-sample/val', folder));
const jpeg = sample('imagenet/imagenet-sample/val', folder, photograph);

/** The label file, or the other side, that a mutated file is read with. */
async function beside(path: string, content: Uint8Array, name: string): Promise<string> {
  await writeFile(`${path}${name}`, content);
  return `${path}${name}`;
}

const records = idxOf([5, 28, 28], images);
const cifarBytes: Record<string, number> = { 'train.bin': 2 * 3_074, 'test.bin': 3_074 };
const cifar = (
  await collect(
    readArchive(join(SAMPLES, 'cifar100', 'cifar-100-binary-sample.tar.gz'), { wanted: () => true }),
  )
).map(({ name, bytes }) => [name, bytes.subarray(0, cifarBytes[basename(name)])] as const);
const reviews = (
  await collect(readArchive(join(SAMPLES, 'imdb', 'aclImdb-sample.tar.gz'), { wanted: () => true }))
).map(({ name, bytes }) => [name, bytes] as const);

const READERS: Reader[] = [
  {
    name: 'MNIST',
    content: records,
    file: 'images',
    pack: gzipSync,
    read: async (path) => readMnist(path, await beside(path, idxOf([5], labels), '-labels')),
  },
  {
    name: 'CIFAR-100',
    content: await tarOf(cifar),
    file: 'cifar.tar.gz',
    pack: gzipSync,
    read: readCifar100,
  },
  {
    name: 'IMDB',
    content: await tarOf(reviews.slice(0, 12)),
    file: 'imdb.tar.gz',
    pack: gzipSync,
    read: (path) => collect(readImdb(path)),
  },
  {
    name: 'Amazon Reviews',
    content: linesOf(gunzipSync(sample('amazon', 'amazon-sample.json.gz')), 30),
    file: 'reviews.json.gz',
    pack: gzipSync,
    read: (path) => collect(readAmazon([path])),
  },
  {
    name: 'Anki',
    content: linesOf(
      (await readZip(join(SAMPLES, 'anki', 'spa-eng-sample.zip'), (name) => name.endsWith('spa.txt')))[0]
        ?.bytes as Buffer,
      60,
    ),
    file: 'spa-eng.zip',
    pack: (content) => zipSync({ 'spa-eng/spa.txt': content }),
    read: (path) => collect(readAnki(path)),
  },
  {
    name: 'Europarl',
    content: english,
    file: 'e.en.gz',
    pack: gzipSync,
    read: async (path) => collect(readEuroparl([path, await beside(path, gzipSync(spanish), '.es.gz')])),
  },
  {
    name: 'images of ImageNet',
    content: jpeg,
    file: 'image.JPEG',
    read: async (path) => decodeImage(readFileSync(path), 72),
  },
  {
    name: 'archives of ImageNet',
    content: await tarOf([
      ['n01.tar', await tarOf([['n01_1.JPEG', jpeg.subarray(0, 2_000)]])],
      ['train/n02/a.JPEG', 'x'],
    ]),
    file: 'images.tar',
    read: (path) => collect(readImageFiles([path])),
  },
  {
    name: 'parquet files of ImageNet',
    content: readFileSync(
      fileURLToPath(new URL('../fixtures/validation-00000-of-00001.parquet', import.meta.url)),
    ),
    file: 'validation-0.parquet',
    read: (path) => collect(readImageFiles([path])),
  },
];

describe(`${INPUTS} mutated files`, () => {
  it.each(READERS)(
    'of $name are read or refused with a message, in time and in bounded memory',
    async ({ name, content, file, pack, read }) => {
      const path = join(await temporaryFolder(), file);
      const packed = pack?.(content) ?? content;
      await writeFile(path, packed);
      await read(path);
      const before = process.memoryUsage.rss();
      let growth = 0;
      let refused = 0;
      for (let input = 0; input < INPUTS; input++) {
        const random = randomStream(input, 'fuzz', name);
        const within = pack && random.uniform() < 0.5;
        await writeFile(path, within ? pack(mutate(content, random)) : mutate(packed, random));
        const outcome = await Promise.race([
          read(path).then(
            () => undefined,
            (error: unknown) => error,
          ),
          setTimeout(LONGEST_MILLISECONDS, new TypeError('no end'), { ref: false }),
        ]);
        growth = Math.max(growth, process.memoryUsage.rss() - before);
        if (outcome === undefined) continue;
        refused++;
        const described = `input ${input}: ${(outcome as Error).stack}`;
        expect(Object.getPrototypeOf(outcome), described).toBe(Error.prototype);
        expect((outcome as Error).message.length, described).toBeGreaterThan(15);
      }
      expect(refused).toBeGreaterThan(INPUTS / 50);
      expect(growth).toBeLessThan(MOST_GROWTH);
      if (INPUTS > 200) {
        console.log(
          `${name}: ${INPUTS - refused} read, ${refused} refused, ${Math.round(growth / 2 ** 20)} MiB growth`,
        );
      }
    },
    60_000 + INPUTS * 60,
  );
});
