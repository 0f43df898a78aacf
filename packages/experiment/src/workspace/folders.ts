import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The names of the folders in a folder, in their order; none where there is no such folder. */
export async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** The folders in those of a folder, or in one of a name inside each. */
export async function grandchildrenOf(folder: string, inside = ''): Promise<string[]> {
  const children = (await foldersIn(folder)).map((name) => join(folder, name, inside));
  const found = children.map(async (child) => (await foldersIn(child)).map((name) => join(child, name)));
  return (await Promise.all(found)).flat();
}
