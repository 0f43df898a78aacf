import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { MOST_CIFAR_BYTES } from '../../bounds/bounds.js';
import { openFile } from '../../formats/gzip.js';
import { type OpenMember, openMembers, wholeMember } from '../../formats/tar.js';
import { sharedBytes } from '../../images/pixel-store.js';
import { counted } from '../../messages/counted.js';

/** What CIFAR-100 holds, with both labels of each image. */
export interface Cifar100 {
  readonly train: Cifar100Part;
  readonly test: Cifar100Part;
  /** The names of the classes and superclasses. */
  readonly fineNames: readonly string[];
  readonly coarseNames: readonly string[];
}

/** The images of a part: 32 × 32 × 3 bytes each, red, green and blue of a pixel together. */
export interface Cifar100Part {
  readonly pixels: Uint8Array;
  readonly fine: Int32Array;
  readonly coarse: Int32Array;
}

/** What {@link readCifar100} takes besides the path. */
export interface Cifar100ReadOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called with the bytes of each image as soon as it is read. */
  readonly seen?: ((part: 'train' | 'test', image: Uint8Array) => void) | undefined;
}

/** The height and width of an image. */
export const SIZE = 32;
/** The colours of a pixel. */
export const CHANNELS = 3;

const PLANE = SIZE * SIZE;
const IMAGE = CHANNELS * PLANE;
const RECORD = 2 + IMAGE;
const FILES = ['train.bin', 'test.bin', 'fine_label_names.txt', 'coarse_label_names.txt'] as const;
const CLASSES = { fine: 100, coarse: 20 };

/**
 * CIFAR-100 in its binary version.
 *
 * Source: “The CIFAR-10 dataset”, https://www.cs.toronto.edu/~kriz/cifar.html, section “Binary version”.
 *
 * @param path `cifar-100-binary.tar.gz`, the unpacked folder `cifar-100-binary`, or the folder that has it
 * @throws Error when a file is missing, isn't made of whole records, or has a label that no class has
 */
export async function readCifar100(path: string, options: Cifar100ReadOptions = {}): Promise<Cifar100> {
  const found = await stat(path).catch(() => {
    throw new Error(
      `cifar100: expected cifar-100-binary.tar.gz or the folder cifar-100-binary at ${path}, found nothing there`,
    );
  });
  const parts = new Map<string, Cifar100Part>();
  const names = new Map<string, string[]>();
  for await (const file of found.isDirectory() ? filesOfFolder(path) : filesOfArchive(path, options.signal)) {
    const where = `${path}: ${file.name}`;
    if (parts.has(file.name) || names.has(file.name)) {
      throw new Error(`cifar100 ${where}: expected it once, found it again; fetch the archive again`);
    }
    const [kind] = /^(?:fine|coarse)(?=_)/.exec(file.name) ?? [];
    if (kind === undefined) {
      const part = file.name === 'train.bin' ? 'train' : 'test';
      parts.set(file.name, await recordsOf(file, where, (image) => options.seen?.(part, image)));
    } else
      names.set(file.name, namesOf(await wholeMember(file), CLASSES[kind as keyof typeof CLASSES], where));
  }
  const read = <T>(files: Map<string, T>, name: (typeof FILES)[number]): T => {
    const file = files.get(name);
    if (file !== undefined) return file;
    const present = [...names.keys(), ...parts.keys()].join(', ');
    throw new Error(
      `cifar100 ${path}: expected ${FILES.join(', ')}, found ${present || 'none of them'}; is it the binary version?`,
    );
  };
  return {
    train: read(parts, 'train.bin'),
    test: read(parts, 'test.bin'),
    fineNames: read(names, 'fine_label_names.txt'),
    coarseNames: read(names, 'coarse_label_names.txt'),
  };
}

function isWanted(name: string | undefined): name is (typeof FILES)[number] {
  return FILES.some((file) => file === name);
}

async function* filesOfArchive(path: string, signal: AbortSignal | undefined): AsyncGenerator<OpenMember> {
  const nameOf = (member: string) => /^(?:\.\/)?cifar-100-binary\/([^/]+)$/.exec(member)?.[1];
  for await (const member of openMembers(path, { wanted: (name) => isWanted(nameOf(name)), signal })) {
    yield { ...member, name: nameOf(member.name) as string };
  }
}

async function* filesOfFolder(path: string): AsyncGenerator<OpenMember> {
  const root = (await readdir(path)).includes('cifar-100-binary') ? join(path, 'cifar-100-binary') : path;
  for (const name of (await readdir(root)).filter(isWanted)) {
    const { size } = await stat(join(root, name));
    yield { name, size, chunks: openFile(join(root, name)) };
  }
}

/** Takes records apart as their bytes come, so that unzipping goes on meanwhile. */
async function recordsOf(
  { size, chunks }: OpenMember,
  where: string,
  seen: (image: Uint8Array) => void,
): Promise<Cifar100Part> {
  if (size === 0 || size % RECORD !== 0 || size > MOST_CIFAR_BYTES) {
    throw new Error(
      `cifar100 ${where}: expected whole records of ${counted(RECORD, 'byte')}, found ${counted(size, 'byte')}` +
        `${size > MOST_CIFAR_BYTES ? `, more than ${counted(MOST_CIFAR_BYTES)}` : ''}; fetch it again`,
    );
  }
  const count = size / RECORD;
  const part = {
    pixels: sharedBytes(count * IMAGE),
    coarse: new Int32Array(count),
    fine: new Int32Array(count),
  };
  const take = (bytes: Buffer, start: number) => {
    takeRecord(bytes, start, part, record, where);
    seen(part.pixels.subarray(record * IMAGE, ++record * IMAGE));
  };
  const split = Buffer.alloc(RECORD);
  let filled = 0;
  let record = 0;
  for await (const chunk of chunks) {
    let start = 0;
    while (start < chunk.length && record < count) {
      if (filled === 0 && start + RECORD <= chunk.length) {
        take(chunk, start);
        start += RECORD;
        continue;
      }
      const copied = chunk.copy(split, filled, start);
      filled = (filled + copied) % RECORD;
      start += copied;
      if (filled === 0) take(split, 0);
    }
  }
  if (record < count) {
    throw new Error(
      `cifar100 ${where}: expected ${counted(count, 'record')}, found ${counted(record)}; fetch it again`,
    );
  }
  return part;
}

function takeRecord(bytes: Buffer, start: number, part: Cifar100Part, record: number, where: string): void {
  for (const [offset, kind] of (['coarse', 'fine'] as const).entries()) {
    const label = bytes[start + offset] as number;
    if (label >= CLASSES[kind]) {
      throw new Error(
        `cifar100 ${where}: expected ${kind} labels from 0 to ${CLASSES[kind] - 1}, found ${label} at offset ` +
          `${record * RECORD + offset} (record ${record}); is it CIFAR-100's binary version, and whole?`,
      );
    }
    part[kind][record] = label;
  }
  const { pixels } = part;
  const target = record * IMAGE;
  const red = start + 2;
  for (let pixel = 0; pixel < PLANE; pixel++) {
    pixels[target + 3 * pixel] = bytes[red + pixel] as number;
    pixels[target + 3 * pixel + 1] = bytes[red + PLANE + pixel] as number;
    pixels[target + 3 * pixel + 2] = bytes[red + 2 * PLANE + pixel] as number;
  }
}

function namesOf(bytes: Buffer, expected: number, where: string): string[] {
  const names = bytes.toString('utf8').split(/\r?\n/).filter(Boolean);
  if (names.length === expected) return names;
  throw new Error(
    `cifar100 ${where}: expected ${expected} names of classes, found ${names.length}; fetch it again`,
  );
}
