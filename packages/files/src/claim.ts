import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, open, readdir, rename, rm, rmdir, utimes } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { HOLDER_FILE, type Holder, holderIn, isGone, thisProcess } from './holder.js';
import { type Content, syncFolder, writeInFolder } from './write-atomically.js';

const POLL_MILLISECONDS = 500;
const BEAT_MILLISECONDS = 5_000;
const STALE_MILLISECONDS = 60_000;

/** A claim that another process took over, because this one gave no sign of life. */
export class LostClaimError extends Error {
  override readonly name = 'LostClaimError';
  constructor(path: string) {
    super(
      `${path}: another process took it over, since this one had stopped; what it wrote until then is kept there`,
    );
  }
}

/** A folder that this process owns. */
export interface Claim {
  /**
   * The folder, under a name that only this claim has. Whoever takes the claim over renames it, so a process that was
   * stopped and wakes up finds nothing to write into: nobody may make this folder again.
   */
  readonly folder: string;
  /** The holder that it was taken from without being let go of: a file that it has open may still change. */
  readonly takenFrom: Holder | undefined;
  /**
   * Writes a file in the folder, whole or not at all.
   *
   * @throws LostClaimError when another process took the claim over
   */
  write(name: string, content: Content): Promise<void>;
  /**
   * Moves a file out of the folder to where everybody sees it, on the same file system. Makes missing folders there.
   *
   * @throws LostClaimError when another process took the claim over: nothing is moved then
   */
  moveOut(name: string, target: string): Promise<void>;
  /** Lets go of it; the folder's files stay for who claims it next. */
  release(): Promise<void>;
  /** Lets go of it and removes the folder's files. */
  finish(): Promise<void>;
}

/** Options of {@link claimant}. */
export interface ClaimantOptions {
  /** Between two signs of life of a holder, in milliseconds; by default 5,000. */
  readonly beatMilliseconds?: number;
  /** After how long without one a holder's claim is taken over, in milliseconds of this process' own clock; by default 60,000. */
  readonly staleMilliseconds?: number;
}

/** How a claim is waited for. */
export interface WaitOptions {
  /** Called again and again while another process holds it. */
  readonly waiting?: ((holder: Holder | undefined) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A process that claims folders and remembers the signs of life of those who hold others. */
export interface Claimant {
  /** Makes a claim, unless a living process holds it. */
  tryClaim(path: string): Promise<Claim | undefined>;
  /** Makes a claim as soon as nobody alive holds it. */
  claim(path: string, options?: WaitOptions): Promise<Claim>;
}

/**
 * Claims folders so that one process at a time owns each, also among machines that share a file system.
 *
 * A claim on `path` is the folder `path/<token>` with the file `holder.json`. It is made by renaming a prepared folder to
 * `path`, and taken over by renaming the token: of several processes that try, the file system lets one alone succeed.
 * A holder touches its file every 5 s. It counts as dead when its process is gone from this machine, or when this process
 * has seen no touch for 60 s; clocks of several machines are never compared.
 */
export function claimant(options: ClaimantOptions = {}): Claimant {
  const { beatMilliseconds = BEAT_MILLISECONDS, staleMilliseconds = STALE_MILLISECONDS } = options;
  const seen = new Map<string, { readonly beat: number; readonly at: number }>();

  /** Whether nobody alive holds a folder. */
  async function isFree(folder: string, holder: Holder | undefined): Promise<boolean> {
    if (holder === undefined || isGone(holder)) return true;
    const beat = await lastBeat(folder);
    const last = seen.get(folder);
    if (last?.beat === beat) return performance.now() - last.at > staleMilliseconds;
    seen.set(folder, { beat, at: performance.now() });
    return false;
  }

  async function tryClaim(path: string): Promise<Claim | undefined> {
    const own = join(path, randomUUID());
    const current = await heldFolder(path);
    if (current === undefined) {
      return (await makeFresh(path, own)) ? held(path, own, undefined, beatMilliseconds) : undefined;
    }
    const holder = await holderIn(current);
    if (!(await isFree(current, holder))) return undefined;
    if (!(await takeOver(current, own))) return undefined;
    seen.delete(current);
    return held(path, own, holder, beatMilliseconds);
  }

  return {
    tryClaim,
    async claim(path, { waiting, signal } = {}) {
      for (;;) {
        signal?.throwIfAborted();
        const made = await tryClaim(path);
        if (made !== undefined) return made;
        waiting?.(await holderOf(path));
        await setTimeout(POLL_MILLISECONDS, undefined, { signal });
      }
    },
  };
}

/** Who holds the claim on a path, alive or not; nobody where there is none or it was let go of. */
export async function holderOf(path: string): Promise<Holder | undefined> {
  const folder = await heldFolder(path);
  return folder === undefined ? undefined : holderIn(folder);
}

/** The folder of the claim on a path, held or not, with the files of who held it last. */
export async function heldFolder(path: string): Promise<string | undefined> {
  const [token] = await readdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return token === undefined ? undefined : join(path, token);
}

/** Prepares a held folder beside the path and renames it to the path; fails where another process was faster. */
async function makeFresh(path: string, own: string): Promise<boolean> {
  await mkdir(dirname(path), { recursive: true });
  const prepared = await mkdtemp(join(dirname(path), '.claim-'));
  try {
    await mkdir(join(prepared, basename(own)));
    await writeInFolder(join(prepared, basename(own), HOLDER_FILE), JSON.stringify(thisProcess()));
    await rename(prepared, path);
    return true;
  } catch (error) {
    await rm(prepared, { recursive: true, force: true });
    if (['ENOTEMPTY', 'EEXIST', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

/** Renames a folder that nobody alive holds to one's own; fails where another process was faster. */
async function takeOver(current: string, own: string): Promise<boolean> {
  try {
    await rename(current, own);
    await writeInFolder(join(own, HOLDER_FILE), JSON.stringify(thisProcess()));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

function held(path: string, folder: string, takenFrom: Holder | undefined, beatMilliseconds: number): Claim {
  const file = join(folder, HOLDER_FILE);
  const beat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => undefined);
  }, beatMilliseconds);
  beat.unref();

  /** Tells the loss of the folder from a missing file in it. */
  async function owned<Value>(work: Promise<Value>): Promise<Value> {
    try {
      return await work;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      if ((await holderIn(folder)) !== undefined) throw error;
      clearInterval(beat);
      throw new LostClaimError(path);
    }
  }

  return {
    folder,
    takenFrom,
    write: (name, content) => owned(writeInFolder(join(folder, name), content)),
    async moveOut(name, target) {
      await mkdir(dirname(target), { recursive: true });
      await owned(rename(join(folder, name), target));
      await syncFolder(dirname(target));
    },
    async release() {
      clearInterval(beat);
      await rm(file, { force: true });
    },
    async finish() {
      clearInterval(beat);
      const removed = join(dirname(path), `.claim-${basename(folder)}`);
      await rename(folder, removed).catch(() => undefined);
      await rmdir(path).catch(() => undefined);
      await rm(removed, { recursive: true, force: true });
    },
  };
}

/** When a holder gave its last sign of life, by the file system's clock. Opening the file makes NFS ask the server. */
async function lastBeat(folder: string): Promise<number> {
  const handle = await open(join(folder, HOLDER_FILE), 'r').catch(() => undefined);
  try {
    return (await handle?.stat())?.mtimeMs ?? 0;
  } finally {
    await handle?.close();
  }
}
