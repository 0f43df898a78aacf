import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** How old what an ended process left behind must be before it is cleared: longer than any file takes to be written. */
const LEFTOVER_MINUTES = 10;

/** What a file is to hold; bytes may come in parts, one after another. */
export type Content = string | Uint8Array | readonly Uint8Array[];

/**
 * Writes a file whole or not at all: to a temporary file beside it, which reaches the disk and is then renamed. Makes
 * missing folders.
 *
 * @throws the system's error, its `path` being the file that was to be written
 */
export async function writeAtomically(path: string, content: Content): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeInFolder(path, content);
  } catch (error) {
    throw Object.assign(error as Error, { path });
  }
}

/** As {@link writeAtomically}, into a folder that must be there. */
export async function writeInFolder(path: string, content: Content): Promise<void> {
  const partial = `${path}.${process.pid}.partial`;
  try {
    const file = await open(partial, 'w');
    try {
      if (typeof content === 'string' || content instanceof Uint8Array) await file.writeFile(content);
      else await writeParts(file, content);
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

/** Writes all bytes of all parts: the system may take some of them alone. */
async function writeParts(file: FileHandle, parts: readonly Uint8Array[]): Promise<void> {
  let left = parts.filter(({ length }) => length > 0);
  while (left.length > 0) {
    let { bytesWritten } = await file.writev(left);
    left = left.flatMap((part) => {
      const taken = Math.min(bytesWritten, part.length);
      bytesWritten -= taken;
      return taken < part.length ? [part.subarray(taken)] : [];
    });
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
