import { copyFile, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import {
  type Claim,
  type Claimant,
  type ClaimantOptions,
  claimant,
  clearLeftovers,
  LostClaimError,
} from '@better-attention/files';
import { counted } from '../messages/counted.js';
import { digestFile } from './digest.js';
import { discard, type Failure, gatheredIn, partialIn, type ReceiveOptions, receive } from './receive.js';
import type { PublishedFile } from './source.js';

const ATTEMPTS = 4;
const FIRST_PAUSE_MILLISECONDS = 1_000;

/** What {@link download} takes besides the file and the target. */
export interface DownloadOptions extends ReceiveOptions {
  /** The pause before the second attempt; each further one is twice as long. */
  readonly pauseMilliseconds?: number;
  /** When another process that downloads the file counts as dead. */
  readonly claims?: ClaimantOptions;
}

/**
 * Downloads a file, unless the target exists. Its bytes gather in the folder `<target>.download`, with which a later call
 * goes on. They become the target once their SHA-256 is the publisher's, where that is known. One process downloads, the
 * others wait for it; one that was stopped, and whose download another took over, waits too.
 *
 * @throws Error when the server lacks the file, after four failed attempts, when the content is another, or when the
 *   folder can't be written or is full
 */
export async function download(
  file: PublishedFile,
  target: string,
  options: DownloadOptions = {},
): Promise<void> {
  const claims = claimant(options.claims);
  try {
    while ((await sizeOf(target)) === 0) {
      try {
        await downloadOnce(file, target, claims, options);
      } catch (error) {
        if (!(error instanceof LostClaimError)) throw error;
      }
    }
  } catch (error) {
    options.signal?.throwIfAborted();
    throw explained(error as NodeJS.ErrnoException, file, target);
  }
}

/** Waits for its turn, then downloads the file, unless another process did. */
async function downloadOnce(
  file: PublishedFile,
  target: string,
  claims: Claimant,
  options: DownloadOptions,
): Promise<void> {
  const { progress, signal } = options;
  const path = `${target}.download`;
  const waiting = () =>
    progress?.({ activity: 'waiting for another download', name: file.name, done: 0, total: file.bytes });
  await clearLeftovers(dirname(target));
  const claim = await claims.claim(path, { waiting, signal });
  try {
    if ((await sizeOf(target)) === 0) {
      if (claim.takenFrom) await separate(claim.folder);
      await gather(file, claim.folder, options);
      await claim.moveOut('partial', target);
    }
    await claim.finish();
  } catch (error) {
    throw await settled(claim, path, error as NodeJS.ErrnoException);
  }
}

/** Lets go of a download that failed; what has gathered stays for the next. */
async function settled(claim: Claim, path: string, error: NodeJS.ErrnoException): Promise<Error> {
  const held = await stat(claim.folder).catch(() => undefined);
  if (!held) return new LostClaimError(path);
  if (isFull(error)) await discard(claim.folder);
  await ((await gatheredIn(claim.folder)) > 0 ? claim.release() : claim.finish());
  return error;
}

/** Makes the gathered bytes a file of their own: the process that they are taken from may still have the old one open. */
async function separate(folder: string): Promise<void> {
  if ((await gatheredIn(folder)) === 0) return;
  const copy = join(folder, 'copy');
  await copyFile(partialIn(folder), copy);
  await rename(copy, partialIn(folder));
}

async function gather(file: PublishedFile, folder: string, options: DownloadOptions): Promise<void> {
  const { signal, progress, pauseMilliseconds = FIRST_PAUSE_MILLISECONDS } = options;
  for (let attempt = 1; ; attempt++) {
    const failure = await gatherOnce(file, folder, options);
    if (failure === undefined) return;
    if (attempt === ATTEMPTS) {
      throw new Error(`download of ${file.url} failed ${ATTEMPTS} times, the last time because ${failure}`);
    }
    const milliseconds = pauseMilliseconds * 2 ** (attempt - 1);
    const done = await gatheredIn(folder);
    progress?.({
      activity: 'trying again',
      name: file.name,
      done,
      total: file.bytes,
      again: { reason: failure, milliseconds },
    });
    await setTimeout(milliseconds, undefined, { signal });
  }
}

async function gatherOnce(
  file: PublishedFile,
  folder: string,
  options: DownloadOptions,
): Promise<Failure | undefined> {
  const before = await gatheredIn(folder);
  if (file.sha256 === undefined || before !== file.bytes) {
    const failure = await receive(file, folder, options);
    if (failure !== undefined) return failure;
  }
  if (file.sha256 === undefined) return undefined;
  const found = await digestFile(partialIn(folder));
  if (found.bytes < file.bytes) {
    return `the connection ended after ${counted(found.bytes)} of ${counted(file.bytes, 'byte')}`;
  }
  if (found.sha256 === file.sha256) return undefined;
  await discard(folder);
  const difference =
    `expected ${counted(file.bytes, 'byte')} with SHA-256 ${file.sha256}, ` +
    `got ${counted(found.bytes, 'byte')} with SHA-256 ${found.sha256}`;
  if (before > 0) return difference;
  throw new Error(`download of ${file.url} gave another file: ${difference}`);
}

function explained(error: NodeJS.ErrnoException, file: PublishedFile, target: string): Error {
  const folder = dirname(target);
  if (isFull(error)) {
    return new Error(
      `cache ${folder}: expected room for ${counted(file.bytes, 'byte')} (${file.name}), the disk is full; ` +
        'free some, or set BETTER_ATTENTION_CACHE to another folder',
      { cause: error },
    );
  }
  if (error.syscall === undefined || error.code === undefined) return error;
  return new Error(
    `cache ${folder}: expected a folder that can be written, got ${error.code}; ` +
      'set BETTER_ATTENTION_CACHE to another folder',
    { cause: error },
  );
}

function isFull({ code }: NodeJS.ErrnoException): boolean {
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG';
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}
