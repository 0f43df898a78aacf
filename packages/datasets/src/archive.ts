import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { counted } from './messages.js';

/** A regular file of an archive. */
export interface ArchiveMember {
  /** Its path inside the archive, with forward slashes. */
  name: string;
  bytes: Buffer;
}

/** What {@link readArchive} takes besides the path. */
export interface ArchiveOptions {
  /** Whether to read a member; the bytes of the others are skipped. */
  wanted(name: string): boolean;
  signal?: AbortSignal | undefined;
}

/**
 * The regular files of a tar archive in archive order, streamed and never unpacked to disk. Whether the archive is
 * gzipped is told by its first bytes, not by its name.
 *
 * @throws Error when the archive ends early, is damaged, is no tar archive, or has a member that points outside of it
 */
export async function* readArchive(path: string, options: ArchiveOptions): AsyncGenerator<ArchiveMember> {
  const { wanted, signal } = options;
  const start = await firstBytes(path);
  if (start.length === 0) throw await damaged(path, 'the file is empty');
  const zipped = start[0] === 0x1f && start[1] === 0x8b;
  const source = createReadStream(path);
  const unpacked = extract();
  const flow = zipped
    ? pipeline(source, createGunzip(), unpacked, { signal })
    : pipeline(source, unpacked, { signal });
  flow.catch(() => undefined);
  try {
    for await (const entry of unpacked) {
      const { name, type } = entry.header;
      if (pointsOutside(name)) {
        throw new Error(`its member ${JSON.stringify(name)} points outside the archive`);
      }
      if (type === 'file' && wanted(name)) yield { name, bytes: await contents(entry) };
      else entry.resume();
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw await damaged(path, (error as Error).message, error);
  }
}

async function damaged(path: string, reason: string, cause?: unknown): Promise<Error> {
  const { size } = await stat(path);
  return new Error(
    `archive ${path}: expected a whole tar archive, gzipped or not, found ${counted(size, 'byte')} that end early or ` +
      `are damaged (${reason}); delete the file and fetch it again`,
    { cause },
  );
}

async function contents(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function pointsOutside(name: string): boolean {
  return /^([/\\]|[A-Za-z]:)/.test(name) || name.split(/[/\\]/).includes('..');
}
