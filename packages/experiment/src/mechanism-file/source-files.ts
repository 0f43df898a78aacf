import { createHash } from 'node:crypto';
import { readFile, realpath } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

/** A path that begins with `./` or `../`, where a module names another. */
const LOCAL = /\b(?:from|import|require)\s*\(?\s*(['"])(\.{1,2}\/[^'"\n]+)\1/g;

/** What TypeScript's files may be called where they are imported as JavaScript, and what may be left out. */
const STANDS_FOR: readonly (readonly [RegExp, string])[] = [
  [/$/, ''],
  [/\.(c|m)?js$/, '.$1ts'],
  [/$/, '.ts'],
  [/$/, '.js'],
];

/**
 * The files that a module is made of: itself and the local ones that it imports by their names, directly or through others.
 *
 * @returns contents by path from the module's folder, the module first
 */
export async function sourceFiles(path: string): Promise<ReadonlyMap<string, Buffer>> {
  const folder = dirname(await realpath(path));
  const files = new Map<string, Buffer>();
  const read = async (file: string): Promise<void> => {
    const name = relative(folder, file).replaceAll('\\', '/');
    if (files.has(name)) return;
    const content = await readFile(file);
    files.set(name, content);
    for (const [, , local = ''] of content.toString().matchAll(LOCAL)) {
      const found = await firstThere(join(dirname(file), local));
      if (found !== undefined) await read(found);
    }
  };
  await read(await realpath(path));
  return files;
}

/** The file that an import stands for; nothing where there is none, as of a path in a comment. */
async function firstThere(path: string): Promise<string | undefined> {
  for (const [end, ending] of STANDS_FOR) {
    const file = await realpath(path.replace(end, ending)).catch(() => undefined);
    if (file !== undefined && (await readFile(file).catch(() => undefined)) !== undefined) return file;
  }
  return undefined;
}

/**
 * SHA-256 of the files of a module: of one alone that of its bytes, of several that of the lines which `sha256sum` prints of
 * them, in the order of their names.
 */
export function sourceHash(files: ReadonlyMap<string, Buffer>): string {
  const hashOf = (content: Buffer | string) => createHash('sha256').update(content).digest('hex');
  const hashes = [...files].map(([name, content]) => [name, hashOf(content)] as const);
  const [first] = hashes;
  if (hashes.length === 1 && first !== undefined) return first[1];
  const lines = hashes.sort(([left], [right]) => (left < right ? -1 : 1));
  return hashOf(lines.map(([name, hash]) => `${hash}  ${name}\n`).join(''));
}
