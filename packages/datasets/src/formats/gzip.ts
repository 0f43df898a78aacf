import { createReadStream, type ReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip, type Gunzip } from 'node:zlib';
import { assertRatio, RefusedError } from '../bounds/bounds.js';
import { counted } from '../messages/counted.js';

/** The first bytes of a file, fewer where it is shorter. */
export async function firstBytes(path: string, count: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const start = Buffer.alloc(count);
    let filled = 0;
    for (;;) {
      const { bytesRead } = await file.read(start, filled, count - filled, filled);
      filled += bytesRead;
      if (bytesRead === 0 || filled === count) return start.subarray(0, filled);
    }
  } finally {
    await file.close();
  }
}

/** The bytes that are read or unzipped at a time: each chunk costs a turn of the event loop. */
const CHUNK = 2 ** 18;

/** A file in large chunks. */
export function openFile(path: string): ReadStream {
  return createReadStream(path, { highWaterMark: CHUNK });
}

/** Unzips in large chunks. */
export function openGunzip(): Gunzip {
  return createGunzip({ chunkSize: CHUNK });
}

/** Whether bytes begin as gzip does. */
export function isGzip(start: Uint8Array): boolean {
  return start[0] === 0x1f && start[1] === 0x8b;
}

/**
 * Passes unzipped chunks on.
 *
 * @param packed the bytes that they were packed in
 * @throws RefusedError as {@link assertRatio}
 */
export async function* withinRatio(chunks: AsyncIterable<Buffer>, packed: number): AsyncGenerator<Buffer> {
  let unpacked = 0;
  for await (const chunk of chunks) {
    unpacked += chunk.length;
    assertRatio(unpacked, packed);
    yield chunk;
  }
}

/**
 * The content of a file in chunks, unzipped where its first bytes, not its name, say that it is gzipped.
 *
 * @throws Error when nothing is there, or when the gzipped content ends early, is damaged or unpacks to far too much
 */
export async function* readContents(
  path: string,
  options: { readonly signal?: AbortSignal | undefined } = {},
): AsyncGenerator<Buffer> {
  const start = await firstBytes(path, 2).catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${path}: expected a file that can be read, got ${error.code}`, { cause: error });
  });
  const { size } = await stat(path);
  const source = openFile(path);
  const contents = isGzip(start)
    ? withinRatio(
        pipeline(source, openGunzip(), () => undefined),
        size,
      )
    : source;
  try {
    for await (const chunk of contents) {
      options.signal?.throwIfAborted();
      yield chunk;
    }
  } catch (error) {
    if (error instanceof RefusedError) {
      throw new Error(`${path}: ${error.message}; delete the file and fetch it again`, { cause: error });
    }
    if ((error as NodeJS.ErrnoException).code?.startsWith('Z_') !== true) throw error;
    throw new Error(
      `${path}: expected whole gzipped content, found ${counted(size, 'byte')} that end early or are damaged ` +
        `(${(error as Error).message}); delete the file and fetch it again`,
      { cause: error },
    );
  } finally {
    source.destroy();
  }
}
