import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { type Extract, extract } from 'tar-stream';
import { counted } from '../messages/counted.js';
import { firstBytes, isGzip, openFile, openGunzip } from './gzip.js';

/** A regular file of an archive. */
export interface ArchiveMember {
  /** Its path inside the archive, with forward slashes. */
  readonly name: string;
  readonly bytes: Buffer;
}

/** What {@link readArchive} takes besides the path. */
export interface ArchiveOptions {
  /** Whether to read a member; the bytes of the others are skipped. */
  wanted(name: string): boolean;
  /** Whether a member is an archive whose own members are to be read, as `<archive>/<member>`. */
  nested?(name: string): boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The regular files of a tar archive in archive order, streamed and never unpacked to disk. Whether the archive is
 * gzipped is told by its first bytes, not by its name.
 *
 * @throws Error when the file isn't a tar archive, ends early or is damaged, or has a member that points outside of it
 */
export async function* readArchive(path: string, options: ArchiveOptions): AsyncGenerator<ArchiveMember> {
  const { wanted, nested, signal } = options;
  const opened = (name: string) => nested?.(name) === true;
  for await (const { name, chunks } of openMembers(path, {
    wanted: (each) => opened(each) || wanted(each),
    signal,
  })) {
    if (!opened(name)) yield { name, bytes: await joined(chunks) };
    else {
      const within = (inner: string) => wanted(`${name}/${inner}`);
      try {
        for await (const inner of membersWithin(chunks, within)) {
          yield { name: `${name}/${inner.name}`, bytes: await joined(inner.chunks) };
        }
      } catch (error) {
        signal?.throwIfAborted();
        throw await damaged(path, `in ${name}: ${(error as Error).message}`, error);
      }
    }
  }
}

/**
 * The content of the first wanted member of a tar archive, in chunks.
 *
 * @throws Error as {@link readArchive}, and when it has no wanted member
 */
export async function* readMember(path: string, options: ArchiveOptions): AsyncGenerator<Buffer> {
  for await (const { chunks } of openMembers(path, options)) {
    yield* chunks;
    return;
  }
  throw new Error(
    `archive ${path}: none of its members is the one that is looked for; is it another archive?`,
  );
}

/** A regular file of an archive, not read yet. */
export interface OpenMember {
  readonly name: string;
  /** Its bytes, as its header says. */
  readonly size: number;
  /** Read to its end before the next member. */
  readonly chunks: AsyncIterable<Buffer>;
}

/**
 * The wanted members of a tar archive, not read yet: their content is read as it comes.
 *
 * @throws Error as {@link readArchive}
 */
export async function* openMembers(
  path: string,
  { wanted, signal }: ArchiveOptions,
): AsyncGenerator<OpenMember> {
  const start = await firstBytes(path, 2);
  if (start.length === 0) throw await damaged(path, 'the file is empty');
  const source = openFile(path);
  const unpacked = extract();
  const flow = isGzip(start)
    ? pipeline(source, openGunzip(), unpacked, { signal })
    : pipeline(source, unpacked, { signal });
  flow.catch(() => undefined);
  const explained = async (error: unknown) => {
    signal?.throwIfAborted();
    return damaged(path, (error as Error).message, error);
  };
  async function* contents(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    try {
      yield* chunks;
    } catch (error) {
      throw await explained(error);
    }
  }
  try {
    for await (const { name, size, chunks } of membersOf(unpacked, wanted)) {
      yield { name, size, chunks: contents(chunks) };
    }
  } catch (error) {
    throw await explained(error);
  }
}

/** The wanted members of an archive within another. */
async function* membersWithin(
  chunks: AsyncIterable<Buffer>,
  wanted: ArchiveOptions['wanted'],
): AsyncGenerator<OpenMember> {
  const unpacked = extract();
  pipeline(chunks, unpacked).catch(() => undefined);
  yield* membersOf(unpacked, wanted);
}

async function* membersOf(unpacked: Extract, wanted: ArchiveOptions['wanted']): AsyncGenerator<OpenMember> {
  for await (const entry of unpacked) {
    const { name, type, size = 0 } = entry.header;
    if (pointsOutside(name)) throw new Error(`its member ${JSON.stringify(name)} points outside the archive`);
    if (type === 'file' && wanted(name)) yield { name, size, chunks: entry as AsyncIterable<Buffer> };
    else entry.resume();
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

/** The whole of some chunks. */
export async function joined(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

function pointsOutside(name: string): boolean {
  return /^([/\\]|[A-Za-z]:)/.test(name) || name.split(/[/\\]/).includes('..');
}
