import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readArchive } from './archive.js';
import type { DatasetDefinition, LoadOptions } from './dataset.js';
import {
  type ImageDataset,
  type ImageOptions,
  type Images,
  imageDataset,
  imageOptions,
} from './image-dataset.js';
import { counted } from './messages.js';
import { obtain, type VerifiedFile } from './obtain.js';
import { sourceOf } from './sources.js';

/** Which labels, and how images become the values of a batch. */
export interface Cifar100Options extends ImageOptions {
  /** The 100 classes, or the 20 superclasses that they belong to. By default `'fine'`. */
  labels?: 'fine' | 'coarse';
}

/** What CIFAR-100 holds, with both labels of each image. */
export interface Cifar100 {
  train: Cifar100Part;
  test: Cifar100Part;
  /** The names of the classes and superclasses. */
  fineNames: readonly string[];
  coarseNames: readonly string[];
}

/** The images of a part: 32 × 32 × 3 bytes each, red, green and blue of a pixel together. */
export interface Cifar100Part {
  pixels: Uint8Array;
  fine: Int32Array;
  coarse: Int32Array;
}

const SIZE = 32;
const PLANE = SIZE * SIZE;
const IMAGE = 3 * PLANE;
const RECORD = 2 + IMAGE;
const FILES = ['train.bin', 'test.bin', 'fine_label_names.txt', 'coarse_label_names.txt'] as const;
const CLASSES = { fine: 100, coarse: 20 };

/**
 * CIFAR-100: 50,000 training and 10,000 test photographs, 32 × 32 pixels, of 100 classes. A batch has `image`
 * (B × size × size × 3, size 32 by default) and `label` (B).
 *
 * @throws RangeError for labels, a size or an augmentation that make no sense
 */
export function cifar100(
  options: Cifar100Options = {},
): DatasetDefinition<Required<Cifar100Options>, ImageDataset> {
  const { labels = 'fine' } = options;
  if (labels !== 'fine' && labels !== 'coarse') {
    throw new RangeError(`cifar100: expected labels 'fine' or 'coarse', got ${labels}`);
  }
  const image = imageOptions('cifar100', options, SIZE);
  return {
    name: 'cifar100',
    options: { labels, ...image },
    async load(loadOptions: LoadOptions = {}) {
      const obtained = await obtain(sourceOf('cifar100'), loadOptions);
      const { path } = obtained.files[0] as VerifiedFile;
      const data = await readCifar100(path, loadOptions);
      const imagesOf = (part: Cifar100Part): Images => ({
        height: SIZE,
        width: SIZE,
        channels: 3,
        labels: part[labels],
        pixels: (position) => part.pixels.subarray(position * IMAGE, (position + 1) * IMAGE),
      });
      return imageDataset({
        name: 'cifar100',
        classes: labels === 'fine' ? data.fineNames : data.coarseNames,
        parts: { train: imagesOf(data.train), test: imagesOf(data.test) },
        published: { train: 50_000, test: 10_000 },
        image,
        obtained,
        limits: loadOptions.limits,
      });
    },
  };
}

/**
 * CIFAR-100 in its binary version.
 *
 * Source: “The CIFAR-10 dataset”, https://www.cs.toronto.edu/~kriz/cifar.html, section “Binary version”.
 *
 * @param path `cifar-100-binary.tar.gz`, the unpacked folder `cifar-100-binary`, or the folder that has it
 * @throws Error when a file is missing, isn't made of whole records, or has a label that no class has
 */
export async function readCifar100(
  path: string,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<Cifar100> {
  const found = await stat(path).catch(() => {
    throw new Error(
      `cifar100: expected cifar-100-binary.tar.gz or the folder cifar-100-binary at ${path}, found nothing there`,
    );
  });
  const files = found.isDirectory() ? await filesOfFolder(path) : await filesOfArchive(path, options.signal);
  const fileOf = (name: (typeof FILES)[number]) => {
    const bytes = files.get(name);
    if (bytes) return bytes;
    throw new Error(
      `cifar100 ${path}: expected ${FILES.join(', ')}, found ${[...files.keys()].join(', ') || 'none of them'}; ` +
        'is it the binary version?',
    );
  };
  return {
    train: recordsOf(fileOf('train.bin'), `${path}: train.bin`),
    test: recordsOf(fileOf('test.bin'), `${path}: test.bin`),
    fineNames: namesOf(fileOf('fine_label_names.txt'), CLASSES.fine, `${path}: fine_label_names.txt`),
    coarseNames: namesOf(fileOf('coarse_label_names.txt'), CLASSES.coarse, `${path}: coarse_label_names.txt`),
  };
}

async function filesOfArchive(path: string, signal: AbortSignal | undefined): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  const nameOf = (member: string) => /^(?:\.\/)?cifar-100-binary\/([^/]+)$/.exec(member)?.[1];
  const wanted = (member: string) => FILES.some((name) => name === nameOf(member));
  for await (const { name, bytes } of readArchive(path, { wanted, signal })) {
    files.set(nameOf(name) as string, bytes);
  }
  return files;
}

async function filesOfFolder(path: string): Promise<Map<string, Buffer>> {
  const root = (await readdir(path)).includes('cifar-100-binary') ? join(path, 'cifar-100-binary') : path;
  const present = (await readdir(root)).filter((name) => FILES.some((file) => file === name));
  return new Map(
    await Promise.all(present.map(async (name) => [name, await readFile(join(root, name))] as const)),
  );
}

function recordsOf(bytes: Buffer, where: string): Cifar100Part {
  if (bytes.length === 0 || bytes.length % RECORD !== 0) {
    throw new Error(
      `cifar100 ${where}: expected whole records of ${counted(RECORD, 'byte')}, found ${counted(bytes.length, 'byte')}; ` +
        'fetch it again',
    );
  }
  const count = bytes.length / RECORD;
  const pixels = new Uint8Array(count * IMAGE);
  const labels = { coarse: new Int32Array(count), fine: new Int32Array(count) };
  for (let record = 0; record < count; record++) {
    const start = record * RECORD;
    for (const [offset, kind] of (['coarse', 'fine'] as const).entries()) {
      const label = bytes[start + offset] as number;
      if (label >= CLASSES[kind]) {
        throw new Error(
          `cifar100 ${where}: expected ${kind} labels from 0 to ${CLASSES[kind] - 1}, found ${label} at offset ` +
            `${start + offset} (record ${record}); is it CIFAR-100's binary version, and whole?`,
        );
      }
      labels[kind][record] = label;
    }
    for (let channel = 0; channel < 3; channel++) {
      const plane = start + 2 + channel * PLANE;
      const target = record * IMAGE + channel;
      for (let pixel = 0; pixel < PLANE; pixel++) {
        pixels[target + 3 * pixel] = bytes[plane + pixel] as number;
      }
    }
  }
  return { pixels, ...labels };
}

function namesOf(bytes: Buffer, expected: number, where: string): string[] {
  const names = bytes.toString('utf8').split(/\r?\n/).filter(Boolean);
  if (names.length === expected) return names;
  throw new Error(
    `cifar100 ${where}: expected ${expected} names of classes, found ${names.length}; fetch it again`,
  );
}
