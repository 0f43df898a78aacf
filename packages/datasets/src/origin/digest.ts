import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** The size of what is hashed, and its SHA-256 in hexadecimal digits. */
export interface Digest {
  readonly bytes: number;
  readonly sha256: string;
}

/** The digest of a file. */
export async function digestFile(path: string): Promise<Digest> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** SHA-256 of a text, in hexadecimal digits. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The digest of a folder: its files together, their names and their contents. */
export async function digestFolder(folder: string): Promise<Digest> {
  const hash = createHash('sha256');
  let bytes = 0;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const named = files.map((path) => ({ path, name: relative(folder, path).split(sep).join('/') }));
  for (const { path, name } of named.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const digest = await digestFile(path);
    hash.update(`${name} ${digest.sha256}\n`);
    bytes += digest.bytes;
  }
  return { bytes, sha256: hash.digest('hex') };
}
