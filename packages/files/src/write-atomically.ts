import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** How old what an ended process left behind must be before it is cleared: longer than any file takes to be written. */
const LEFTOVER_MINUTES = 10;

/**
 * Writes a file whole or not at all: to a temporary file beside it, which reaches the disk and is then renamed. Makes
 * missing folders.
 *
 * @throws the system's error, its `path` being the file that was to be written
 */
export async function writeAtomically(path: string, content: string | Uint8Array): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeInFolder(path, content);
  } catch (error) {
    throw Object.assign(error as Error, { path });
  }
}

/** As {@link writeAtomically}, into a folder that must be there. */
export async function writeInFolder(path: string, content: string | Uint8Array): Promise<void> {
  const partial = `${path}.${process.pid}.partial`;
  try {
    const file = await open(partial, 'w');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

/** Brings the names in a folder to the disk, where the system can. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

/**
 * Removes what processes left in a folder that ended while they wrote: temporary files and claims that were never made,
 * older than ten minutes.
 *
 * @returns the names of what is removed; none where there is no folder
 */
export async function clearLeftovers(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const removed: string[] = [];
  for (const name of names.filter((each) => /\.\d+\.partial$|^\.claim-/.test(each))) {
    const path = join(folder, name);
    const changed = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => Number.POSITIVE_INFINITY,
    );
    if (Date.now() - changed < LEFTOVER_MINUTES * 60_000) continue;
    await rm(path, { recursive: true, force: true });
    removed.push(name);
  }
  return removed;
}
