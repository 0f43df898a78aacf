import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Failure } from '../support/failure.js';

/** A folder that is written to later, and what messages call it. */
export interface WrittenFolder {
  readonly path: string;
  /** `records` */
  readonly of: string;
}

/**
 * Sees to it that files can be written into folders and the folders inside, before hours are spent on what belongs there. A folder
 * that isn't there yet is not made: the nearest one above must take it.
 *
 * @throws Failure naming the first folder that can't be written to, and why
 */
export async function requireWritable(folders: readonly WrittenFolder[]): Promise<void> {
  for (const { path, of } of folders) {
    const own = await nearest(resolve(path));
    const inner = own === resolve(path) ? await foldersIn(own) : [];
    for (const folder of [own, ...inner]) await requireOne(folder, { path, of });
  }
}

/** Writes for real: permissions alone don't tell of disks that are full, or shared and read-only. */
async function requireOne(folder: string, { path, of }: WrittenFolder): Promise<void> {
  try {
    await rm(await mkdtemp(join(folder, '.writable-')), { recursive: true });
  } catch (error) {
    const where = folder === resolve(path) ? path : `${path}, in ${folder}`;
    const reason = REASONS[(error as NodeJS.ErrnoException).code ?? ''] ?? (error as Error).message;
    throw new Failure(`${of} can't be written to ${where}: ${reason}`);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'no permission; change the permissions of the folder',
  EPERM: 'no permission; change the permissions of the folder',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full; free some space',
  EDQUOT: 'the disk quota is used up; free some space',
  ENOTDIR: 'it is a file where a folder is expected',
};

/** The nearest place at a path or above it that there is. */
async function nearest(path: string): Promise<string> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
  return found || dirname(path) === path ? path : nearest(dirname(path));
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map((entry) => join(folder, entry.name));
}
