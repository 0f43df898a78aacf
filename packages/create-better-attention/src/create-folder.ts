import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const TEMPLATE = fileURLToPath(new URL('../template', import.meta.url));

/** What npm leaves out of packages or reads itself, under the names that they travel by. */
const RENAMED: Readonly<Record<string, string>> = { gitignore: '.gitignore', npmrc: '.npmrc' };

/**
 * Makes a folder with an example of a mechanism, its test, a README and a package.json, called as the folder is.
 *
 * @param path from the working directory; the folder may exist while nothing is in it
 * @returns the names of the files, in the order of the alphabet
 * @throws Error when something is in the folder, or its name is none for a package
 */
export async function createFolder(path: string): Promise<readonly string[]> {
  const folder = resolve(path);
  const name = basename(folder);
  if (!/^[a-z0-9][a-z0-9._-]*$/.test(name)) {
    throw new Error(
      `'${name}' can't be the name of a package; take small letters, digits, '.', '-' and '_', e.g. my-attention`,
    );
  }
  await mkdir(folder, { recursive: true });
  const [there] = await readdir(folder);
  if (there !== undefined) {
    throw new Error(`${path}: expected an empty folder, or none, found ${there} in it; choose another name`);
  }
  const files = await readdir(TEMPLATE);
  for (const file of files) {
    const content = await readFile(join(TEMPLATE, file), 'utf8');
    await writeFile(join(folder, RENAMED[file] ?? file), content.replaceAll('{{name}}', name));
  }
  return files.map((file) => RENAMED[file] ?? file).sort();
}
