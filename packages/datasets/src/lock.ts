import { open, rm, stat, utimes } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';

const POLL_MILLISECONDS = 200;
const BEAT_MILLISECONDS = 5_000;
const STALE_MILLISECONDS = 30_000;

/** What {@link withLock} takes besides the path and the work. */
export interface LockOptions {
  /** Called each time that another process is found to hold the lock. */
  waiting?: (() => void) | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Does some work while a lock file exists, so that no other process does the same; waits while one does. The holder
 * touches the file every 5 s, and a lock that nobody touched for 30 s was left by a process that died: it is taken over.
 */
export async function withLock<T>(
  path: string,
  work: () => Promise<T>,
  options: LockOptions = {},
): Promise<T> {
  while (!(await acquired(path))) {
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
    await rm(path, { force: true });
  }
}

async function acquired(path: string): Promise<boolean> {
  try {
    await (await open(path, 'wx')).close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const touched = await stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => Date.now(),
  );
  if (Date.now() - touched > STALE_MILLISECONDS) await rm(path, { force: true });
  return false;
}
