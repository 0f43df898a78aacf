import { open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { MOST_TIMES_EXPECTED } from '../bounds/bounds.js';
import { counted } from '../messages/counted.js';
import { ConnectionError, failureOf } from './connection.js';
import { assertContent, START_BYTES } from './content.js';
import type { Progress } from './progress.js';
import type { PublishedFile } from './source.js';

const ANSWER_MILLISECONDS = 60_000;
const MOST_REDIRECTIONS = 10;
const TRANSIENT_STATUS = new Set([408, 425, 429, 500, 502, 503, 504]);

/** How answers are received. */
export interface ReceiveOptions {
  readonly progress?: Progress | undefined;
  readonly signal?: AbortSignal | undefined;
  /** How long an answer may take to begin. */
  readonly answerMilliseconds?: number;
}

/** Why an attempt failed that may succeed when it is made again. */
export type Failure = string;

/** The file of a folder in which a download gathers. */
export function partialIn(folder: string): string {
  return join(folder, 'partial');
}

/** How many bytes of a download have gathered. */
export async function gatheredIn(folder: string): Promise<number> {
  return stat(partialIn(folder)).then(
    ({ size }) => size,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return 0;
      throw error;
    },
  );
}

/** Drops what has gathered. */
export async function discard(folder: string): Promise<void> {
  await rm(partialIn(folder), { force: true });
  await rm(versionIn(folder), { force: true });
}

/**
 * Makes one request and stores its answer in a folder: what is missing, or all where the file has changed since. The
 * request goes through the proxy that the variables `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` name.
 *
 * @returns why it may be tried again, where it failed
 * @throws Error when the server lacks the file, when the answer is a web page or far larger than the file, or when the
 *   folder can't be written
 */
export async function receive(
  file: PublishedFile,
  folder: string,
  { progress, signal, answerMilliseconds = ANSWER_MILLISECONDS }: ReceiveOptions,
): Promise<Failure | undefined> {
  const before = await gatheredIn(folder);
  const version = before > 0 ? await readFile(versionIn(folder), 'utf8').catch(() => '') : '';
  const headers = version ? { range: `bytes=${before}-`, 'if-range': version } : {};
  const { EnvHttpProxyAgent, interceptors, request } = await import('undici');
  const agent = new EnvHttpProxyAgent();
  const dispatcher = agent.compose(interceptors.redirect({ maxRedirections: MOST_REDIRECTIONS }));
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), answerMilliseconds);
  const either = AbortSignal.any(signal ? [signal, silence.signal] : [silence.signal]);
  try {
    const asked = request(file.url, { headers, dispatcher, signal: either });
    const answer = await unlessAborted(asked, either).catch((error: Error) => {
      throw new ConnectionError(error);
    });
    clearTimeout(timer);
    const { statusCode: status, headers: said } = answer;
    const part = status === 206 ? partOf(said, version, before) : undefined;
    if ((status !== 200 && status !== 206) || typeof part === 'string') {
      answer.body.on('error', () => undefined).destroy();
      const reason =
        typeof part === 'string' ? part : `the server answered ${status} ${answer.statusText}`.trimEnd();
      if (TRANSIENT_STATUS.has(status)) return reason;
      if (!version && status !== 206) throw new Error(`download of ${file.url} failed: ${reason}`);
      await discard(folder);
      return reason;
    }
    return await store(file, folder, { chunks: answer.body, said, before: part ? before : 0, progress });
  } catch (error) {
    signal?.throwIfAborted();
    if (silence.signal.aborted) return `there was no answer within ${answerMilliseconds / 1_000} s`;
    if (error instanceof ConnectionError) return failureOf(error, file.url);
    throw error;
  } finally {
    clearTimeout(timer);
    await agent.destroy();
  }
}

/** What some work gives, or the reason why it was aborted: a request that is not connected yet doesn't heed its signal. */
function unlessAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    work.then(resolve, reject);
  });
}

interface Answer {
  readonly chunks: AsyncIterable<Buffer>;
  readonly said: IncomingHttpHeaders;
  /** The bytes that the answer follows on. */
  readonly before: number;
  readonly progress: Progress | undefined;
}

async function store(
  file: PublishedFile,
  folder: string,
  { chunks, said, before, progress }: Answer,
): Promise<Failure | undefined> {
  const most = file.sha256 === undefined ? MOST_TIMES_EXPECTED * file.bytes : file.bytes;
  const whole = said['content-length'] === undefined ? undefined : before + Number(said['content-length']);
  const output = await open(partialIn(folder), before > 0 ? 'a' : 'w');
  try {
    await writeFile(versionIn(folder), strongValidator(said));
    let done = before;
    if (file.sha256 === undefined) assertSize(file, whole ?? 0, most);
    for await (const chunk of startingWith(chunks, before > 0 ? 0 : START_BYTES)) {
      if (done === 0) assertContent(file, chunk, said['content-type']);
      await output.writeFile(chunk);
      done += chunk.length;
      progress?.({ activity: 'downloading', name: file.name, done, total: file.bytes });
      if (file.sha256 === undefined) assertSize(file, done, most);
      else if (done > most) return undefined;
    }
    await output.sync();
    if (whole === undefined || done === whole) return undefined;
    return `the connection ended after ${counted(done)} of ${counted(whole, 'byte')}`;
  } catch (error) {
    const outside =
      error instanceof ConnectionError || (error as NodeJS.ErrnoException).syscall !== undefined;
    if (!outside) await discard(folder);
    throw error;
  } finally {
    await output.close();
  }
}

/** The chunks of an answer, the first of them at least so long where the answer is. */
async function* startingWith(chunks: AsyncIterable<Buffer>, length: number): AsyncGenerator<Buffer> {
  let start: Buffer | undefined = Buffer.alloc(0);
  try {
    for await (const chunk of chunks) {
      if (start === undefined) yield chunk;
      else {
        start = Buffer.concat([start, chunk]);
        if (start.length < length) continue;
        yield start;
        start = undefined;
      }
    }
  } catch (error) {
    throw new ConnectionError(error as Error);
  }
  if (start !== undefined && start.length > 0) yield start;
}

function assertSize(file: PublishedFile, bytes: number, most: number): void {
  if (bytes <= most) return;
  throw new Error(
    `download of ${file.url} gave ${counted(bytes, 'byte')} or more, over ${MOST_TIMES_EXPECTED} times the ` +
      `${counted(file.bytes)} that are expected`,
  );
}

/** Whether a part of the file is the one that is missing; else what is wrong with it. */
function partOf(said: IncomingHttpHeaders, version: string, before: number): true | Failure {
  const range = said['content-range'] ?? 'no range';
  if (!version) return `the server answered with a part that wasn't asked for (${range})`;
  const [, from, to, total] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(range) ?? [];
  if (Number(from) !== before || (total !== '*' && Number(to) + 1 !== Number(total))) {
    return `the server answered with another part than the one from ${before} on (${range})`;
  }
  const now = strongValidator(said);
  if (now === '' || now === version) return true;
  return `the server answered with a part of another version (${now}, not ${version})`;
}

/** What `If-Range` may name: a strong entity tag, or else the date of the last change. */
function strongValidator({ etag, 'last-modified': changed }: IncomingHttpHeaders): string {
  return etag && !etag.startsWith('W/') ? etag : (changed ?? '');
}

function versionIn(folder: string): string {
  return join(folder, 'version');
}
