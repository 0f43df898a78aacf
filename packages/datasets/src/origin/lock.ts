import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';

const POLL_MILLISECONDS = 200;
const BEAT_MILLISECONDS = 5_000;
const STALE_MILLISECONDS = 30_000;
const SETTLE_MILLISECONDS = 1_000;

/** What {@link withLock} takes besides the path and the work. */
export interface LockOptions {
  /** Called each time that another process is found to hold the lock. */
  readonly waiting?: (() => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Does some work while a lock file exists, so that no other process does the same; waits while one does. The holder
 * touches the file every 5 s, and a lock that nobody touched for 30 s was left by a process that died: it is taken over.
 * The file says whose the lock is, so that of several processes that take it over one alone goes on.
 */
export async function withLock<T>(
  path: string,
  work: () => Promise<T>,
  options: LockOptions = {},
): Promise<T> {
  const owner = randomUUID();
  while (!(await acquired(path, owner))) {
    options.waiting?.();
    await setTimeout(POLL_MILLISECONDS, undefined, { signal: options.signal });
  }
  const beat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, BEAT_MILLISECONDS);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    if (await isOwner(path, owner)) await rm(path, { force: true });
  }
}

async function acquired(path: string, owner: string): Promise<boolean> {
  try {
    await writeFile(path, owner, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const touched = await stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => Date.now(),
  );
  if (Date.now() - touched <= STALE_MILLISECONDS) return false;
  await writeFile(`${path}.${owner}`, owner);
  await rename(`${path}.${owner}`, path);
  await setTimeout(SETTLE_MILLISECONDS);
  return isOwner(path, owner);
}

async function isOwner(path: string, owner: string): Promise<boolean> {
  return readFile(path, 'utf8').then(
    (found) => found === owner,
    () => false,
  );
}
