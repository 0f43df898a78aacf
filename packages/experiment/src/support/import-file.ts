import { register } from 'node:module';
import { extname } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Files that are compiled first, in every version of Node alike. */
const TYPESCRIPT: readonly string[] = ['.ts', '.mts'];

/** What a file of a person's own may be called. */
export const FILE_KINDS: readonly string[] = ['.js', '.mjs', '.cjs', ...TYPESCRIPT];

let registered = false;

/**
 * Imports a file of a person's own, in JavaScript or TypeScript. What it imports of better-attention is what this process runs
 * with, whether or not it is installed beside the file.
 *
 * @throws whatever it throws while it is loaded
 */
export async function importFile(path: string): Promise<Readonly<Record<string, unknown>>> {
  if (!registered) {
    registered = true;
    register(new URL('../../loaders/own-packages.js', import.meta.url));
  }
  if (TYPESCRIPT.includes(extname(path))) process.setSourceMapsEnabled(true);
  return import(pathToFileURL(path).href);
}
