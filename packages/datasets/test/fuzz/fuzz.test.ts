import { readdirSync, readFileSync, writeSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
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
import { readValidationLabels } from '../../src/sets/imagenet/validation-labels.js';
import { readImdb } from '../../src/sets/imdb/reader.js';
import { readMnist } from '../../src/sets/mnist/reader.js';
import { collect, idxOf, SAMPLES, tarOf, temporaryFolder } from '../support.js';
import { MOST, measure, type Reader } from './measure.js';

const SHORT = 200;
const INPUTS = Number(process.env.FUZZ_INPUTS ?? SHORT);

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
    name: 'Amazon Reviews in Python',
    content: Buffer.from(
      "{'overall': 5.0, 'reviewText': 'it\\'s \\u00e9 fine', 'helpful': [0, (1,)], 'price': None}\n".repeat(
        30,
      ),
    ),
    file: 'reviews.json',
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
    name: 'archives of Europarl',
    content: await tarOf([
      ['europarl-v7.es-en.en', english],
      ['europarl-v7.es-en.es', spanish],
    ]),
    file: 'es-en.tgz',
    pack: gzipSync,
    read: (path) => collect(readEuroparl([path])),
  },
  {
    name: 'classes of ImageNet',
    content: Buffer.from(Array.from({ length: 50 }, (_, index) => `n0000000${index % 9}`).join('\n')),
    file: 'imagenet_2012_validation_synset_labels.txt',
    read: (path) => readValidationLabels([dirname(path)]),
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
    async (reader) => {
      const figures = await measure(reader, INPUTS, join(await temporaryFolder(), reader.file));
      if (INPUTS > SHORT) writeSync(1, `${JSON.stringify(figures)}\n`);
      expect(figures.refused).toBeGreaterThan(INPUTS / 50);
      expect(figures.slowestMs).toBeLessThan(MOST.slowestMs);
      expect(figures.growthMb).toBeLessThan(MOST.growthMb);
    },
    60_000 + INPUTS * 60,
  );

  it('are those of every reader of a data set', () => {
    const sets = readdirSync(new URL('../../src/sets', import.meta.url), { withFileTypes: true });
    const source = readFileSync(new URL(import.meta.url), 'utf8');
    for (const { name } of sets.filter((entry) => entry.isDirectory())) {
      if (readdirSync(new URL(`../../src/sets/${name}`, import.meta.url)).includes('reader.ts')) {
        expect(source).toContain(`/sets/${name}/reader.js`);
      }
    }
  });
});
