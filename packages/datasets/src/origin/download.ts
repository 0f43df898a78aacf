import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { counted } from '../messages/counted.js';
import { digestFile } from './digest.js';
import { withLock } from './lock.js';
import type { Progress } from './progress.js';
import type { PublishedFile } from './source.js';

const ATTEMPTS = 4;
const FIRST_PAUSE_MILLISECONDS = 1_000;
const ANSWER_MILLISECONDS = 60_000;
const TRANSIENT_STATUS = new Set([408, 425, 429, 500, 502, 503, 504]);

/** What {@link download} takes besides the file and the target. */
export interface DownloadOptions {
  readonly progress?: Progress | undefined;
  readonly signal?: AbortSignal | undefined;
  /** The pause before the second attempt; each further one is twice as long. */
  readonly pauseMilliseconds?: number;
  /** How long an answer may take to begin. */
  readonly answerMilliseconds?: number;
}

/** Why an attempt failed that may succeed when it is made again. */
type Failure = string;

/**
 * Downloads a file, unless the target exists. Its bytes gather in `<target>.partial`, with which a later call goes on.
 * They become the target once their SHA-256 is the publisher's, where that is known. One process downloads, the others
 * wait for it.
 *
 * @throws Error when the server lacks the file, after four failed attempts, when the content is another, or when the
 *   folder can't be written or is full
 */
export async function download(
  file: PublishedFile,
  target: string,
  options: DownloadOptions = {},
): Promise<void> {
  const { progress, signal } = options;
  const waiting = () =>
    progress?.({ activity: 'waiting for another download', name: file.name, done: 0, total: file.bytes });
  try {
    await mkdir(dirname(target), { recursive: true });
    await withLock(`${target}.lock`, () => downloadUnlocked(file, target, options), { waiting, signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw await explained(error as NodeJS.ErrnoException, file, target);
  }
}

async function downloadUnlocked(
  file: PublishedFile,
  target: string,
  options: DownloadOptions,
): Promise<void> {
  const { signal, pauseMilliseconds = FIRST_PAUSE_MILLISECONDS } = options;
  if ((await sizeOf(target)) > 0) return;
  for (let attempt = 1; ; attempt++) {
    const failure = await attemptDownload(file, target, options);
    if (failure === undefined) return;
    if (attempt === ATTEMPTS) {
      throw new Error(`download of ${file.url} failed ${ATTEMPTS} times, the last time because ${failure}`);
    }
    await setTimeout(pauseMilliseconds * 2 ** (attempt - 1), undefined, { signal });
  }
}

async function attemptDownload(
  file: PublishedFile,
  target: string,
  options: DownloadOptions,
): Promise<Failure | undefined> {
  const partial = partialOf(target);
  const before = await sizeOf(partial);
  const whole = file.sha256 !== undefined && before === file.bytes;
  if (!whole) {
    const failure = await receive(file, target, before, options);
    if (failure !== undefined) return failure;
  }
  const found = await digestFile(partial);
  if (file.sha256 !== undefined && found.bytes < file.bytes) {
    return `the connection ended after ${counted(found.bytes)} of ${counted(file.bytes, 'byte')}`;
  }
  if (file.sha256 === undefined || found.sha256 === file.sha256) {
    await rename(partial, target);
    await rm(versionOf(target), { force: true });
    return undefined;
  }
  await discard(target);
  const difference =
    `expected ${counted(file.bytes, 'byte')} with SHA-256 ${file.sha256}, ` +
    `got ${counted(found.bytes, 'byte')} with SHA-256 ${found.sha256}`;
  if (before > 0) return difference;
  throw new Error(`download of ${file.url} gave another file: ${difference}`);
}

/**
 * Makes one request and stores its answer: what is missing after `before` bytes, or all where the file has changed since.
 * The request goes through the proxy that the variables `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` name.
 */
async function receive(
  file: PublishedFile,
  target: string,
  before: number,
  { progress, signal, answerMilliseconds = ANSWER_MILLISECONDS }: DownloadOptions,
): Promise<Failure | undefined> {
  const partial = partialOf(target);
  const version = before > 0 ? await readFile(versionOf(target), 'utf8').catch(() => '') : '';
  const headers: Record<string, string> = version ? { range: `bytes=${before}-`, 'if-range': version } : {};
  const { EnvHttpProxyAgent, fetch } = await import('undici');
  const dispatcher = new EnvHttpProxyAgent();
  const silence = new AbortController();
  const timer = globalThis.setTimeout(() => silence.abort(), answerMilliseconds);
  const either = AbortSignal.any(signal ? [signal, silence.signal] : [silence.signal]);
  try {
    const response = await fetch(file.url, { headers, dispatcher, signal: either });
    clearTimeout(timer);
    const continued = response.headers.get('content-range')?.startsWith(`bytes ${before}-`) ?? false;
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      const answer = `the server answered ${response.status} ${response.statusText}`.trimEnd();
      if (TRANSIENT_STATUS.has(response.status)) return answer;
      if (!version) throw new Error(`download of ${file.url} failed: ${answer}`);
      await discard(target);
      return answer;
    }
    await writeFile(versionOf(target), strongValidator(response.headers));
    const output = await open(partial, continued ? 'a' : 'w');
    try {
      let done = continued ? before : 0;
      for await (const chunk of response.body) {
        await output.writeFile(chunk);
        done += chunk.length;
        progress?.({ activity: 'downloading', name: file.name, done, total: file.bytes });
        if (file.sha256 !== undefined && done > file.bytes) break;
      }
    } finally {
      await output.close();
    }
    return undefined;
  } catch (error) {
    if (silence.signal.aborted) return `there was no answer within ${answerMilliseconds / 1_000} s`;
    if (!(error instanceof TypeError)) throw error;
    const cause = error.cause as NodeJS.ErrnoException | undefined;
    return `the connection failed (${cause?.code ?? cause?.message ?? error.message})`;
  } finally {
    clearTimeout(timer);
    await dispatcher.destroy();
  }
}

/** What `If-Range` may name: a strong entity tag, or else the date of the last change. */
function strongValidator(headers: Pick<Headers, 'get'>): string {
  const tag = headers.get('etag');
  return tag && !tag.startsWith('W/') ? tag : (headers.get('last-modified') ?? '');
}

async function explained(error: NodeJS.ErrnoException, file: PublishedFile, target: string): Promise<Error> {
  const folder = dirname(target);
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT') {
    await discard(target);
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

async function discard(target: string): Promise<void> {
  await rm(partialOf(target), { force: true });
  await rm(versionOf(target), { force: true });
}

function partialOf(target: string): string {
  return `${target}.partial`;
}

function versionOf(target: string): string {
  return `${target}.version.partial`;
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}
