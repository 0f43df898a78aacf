import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type Header, pack } from 'tar-stream';
import { onTestFinished } from 'vitest';

/** A new folder that goes away with the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'datasets-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A new folder with some files, in folders where their names say so. It goes away with the test. */
export async function folderOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

/** The paths of some files in a new folder, in their order. */
export async function pathsOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<string[]> {
  const folder = await folderOf(files);
  return Object.keys(files).map((name) => join(folder, name));
}

/** A tar archive of members given as name and content, or as header and content. */
export async function tarOf(
  members: readonly (readonly [string | Partial<Header>, string | Buffer])[],
): Promise<Buffer> {
  const archive = pack();
  for (const [header, content] of members) {
    const named = typeof header === 'string' ? { name: header } : { name: '', ...header };
    archive.entry({ mtime: new Date(0), ...named }, content);
  }
  archive.finalize();
  return buffer(archive as unknown as AsyncIterable<Buffer>);
}

/** Writes a gzipped tar archive and returns its path. */
export async function writeArchive(path: string, members: Parameters<typeof tarOf>[0]): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, gzipSync(await tarOf(members)));
  return path;
}

/** Two reviews of each class in each part, in an order that no reader gives back. */
export const REVIEWS: readonly (readonly [string, string])[] = [
  ['aclImdb/test/pos/1_10.txt', 'A fine film, the best'],
  ['aclImdb/train/pos/10_8.txt', 'Great great film'],
  ['aclImdb/train/pos/9_7.txt', 'A good film<br /><br />truly'],
  ['aclImdb/train/neg/2_1.txt', 'The worst film'],
  ['aclImdb/test/neg/0_3.txt', 'Poor'],
  ['aclImdb/train/neg/0_4.txt', "It's bad"],
  ['aclImdb/test/pos/0_9.txt', 'Good'],
  ['aclImdb/test/neg/1_2.txt', 'The worst film'],
];

/** All items of an asynchronous sequence. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

/** An IDX file of unsigned bytes. */
export function idxOf(shape: readonly number[], values: ArrayLike<number>): Buffer {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.writeUInt32BE(0x0800 + shape.length);
  for (const [index, length] of shape.entries()) header.writeUInt32BE(length, 4 + 4 * index);
  return Buffer.concat([header, Buffer.from(Uint8Array.from(values))]);
}

/** The folder of the embedded samples. */
export const SAMPLES = fileURLToPath(new URL('../../../samples', import.meta.url));
