import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { type Extract, extract, type Header } from 'tar-stream';
import { assertAtMost, MOST_MEMBER_BYTES, RefusedError } from '../bounds/bounds.js';
import { isCompanion } from '../entries/companion.js';
import { counted } from '../messages/counted.js';
import { firstBytes, isGzip, openFile, openGunzip, withinRatio } from './gzip.js';

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
  /** Called for each wanted member that is a link, or above 64 MiB where it is read whole. Without it, that is an error. */
  skipped?(name: string, reason: string): void;
  readonly signal?: AbortSignal | undefined;
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
 * The regular files of a tar archive in archive order, streamed and never unpacked to disk. Whether the archive is
 * gzipped is told by its first bytes, not by its name.
 *
 * @throws Error when the file isn't a tar archive, ends early or is damaged, unpacks to far too much, or has a member that
 *   points outside of it, is a sparse file, or has more than 64 MiB
 */
export function readArchive(path: string, options: ArchiveOptions): AsyncGenerator<ArchiveMember> {
  return explained(path, options.signal, wholeMembers(path, options));
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

/**
 * The wanted members of a tar archive, not read yet: their content is read as it comes, however much it is.
 *
 * @throws Error as {@link readArchive}
 */
export async function* openMembers(path: string, options: ArchiveOptions): AsyncGenerator<OpenMember> {
  const { signal } = options;
  for await (const member of explained(path, signal, membersIn(path, options))) {
    yield { ...member, chunks: explained(path, signal, member.chunks) };
  }
}

async function* wholeMembers(path: string, options: ArchiveOptions): AsyncGenerator<ArchiveMember> {
  const { wanted, nested, skipped } = options;
  const opened = (name: string) => nested?.(name) === true;
  const all = { ...options, wanted: (name: string) => opened(name) || wanted(name) };
  for await (const member of membersIn(path, all)) {
    const { name, chunks } = member;
    if (!opened(name)) {
      yield* unlessTooLarge(member, name, skipped);
      continue;
    }
    const within = (inner: string) => `${name}/${inner}`;
    const unpacked = extract();
    pipeline(chunks, unpacked).catch(() => undefined);
    const inners = membersOf(unpacked, {
      wanted: (inner) => wanted(within(inner)),
      ...(skipped && { skipped: (inner: string, reason: string) => skipped(within(inner), reason) }),
    });
    try {
      for await (const inner of inners) yield* unlessTooLarge(inner, within(inner.name), skipped);
    } catch (error) {
      throw located(`in ${name}`, error as Error);
    }
  }
}

/** A member, whole; none where it is too large and that is said. */
async function* unlessTooLarge(
  member: OpenMember,
  name: string,
  skipped: ArchiveOptions['skipped'],
): AsyncGenerator<ArchiveMember> {
  if (member.size <= MOST_MEMBER_BYTES || !skipped) yield { name, bytes: await wholeMember(member) };
  else {
    skipped(name, `it has ${counted(member.size, 'byte')}, more than ${counted(MOST_MEMBER_BYTES)}`);
    for await (const _ of member.chunks);
  }
}

async function* membersIn(path: string, options: ArchiveOptions): AsyncGenerator<OpenMember> {
  const start = await firstBytes(path, 2);
  if (start.length === 0) throw new Error('the file is empty');
  const { size: packed } = await stat(path);
  const { signal } = options;
  const source = openFile(path);
  const unpacked = extract();
  const flow = isGzip(start)
    ? pipeline(source, openGunzip(), (chunks) => withinRatio(chunks, packed), unpacked, { signal })
    : pipeline(source, unpacked, { signal });
  flow.catch(() => undefined);
  yield* membersOf(unpacked, options);
}

async function* membersOf(unpacked: Extract, options: ArchiveOptions): AsyncGenerator<OpenMember> {
  let latest = 'its start';
  try {
    for await (const entry of unpacked) {
      const { header } = entry;
      latest = header.name;
      if (isRead(header, options)) {
        yield { name: header.name, size: header.size ?? 0, chunks: entry as AsyncIterable<Buffer> };
      } else entry.resume();
    }
  } catch (error) {
    throw error instanceof RefusedError ? located(`at ${latest}`, error) : error;
  }
}

/** Whether a member is a file that is wanted and can be read as it lies there. */
function isRead({ name, type, linkname, pax }: Header, { wanted, skipped }: ArchiveOptions): boolean {
  if (pointsOutside(name)) throw new Error(`its member ${JSON.stringify(name)} points outside the archive`);
  if (type === 'directory' || isCompanion(name) || !wanted(name)) return false;
  if (type === 'link' || type === 'symlink') {
    if (!skipped) throw new RefusedError(`a link to ${linkname}, and links aren't followed`);
    skipped(name, `a link to ${linkname}`);
    return false;
  }
  const sparse = Object.keys(pax ?? {}).some((key) => key.startsWith('GNU.sparse.'));
  if (type === 'file' && !sparse) return true;
  throw new RefusedError(`${sparse ? 'a sparse file' : 'no regular file'}; pack it without --sparse`);
}

/** The whole content of a member. */
export async function wholeMember({ name, size, chunks }: OpenMember): Promise<Buffer> {
  assertAtMost(MOST_MEMBER_BYTES, size, `its member ${name}`);
  const parts: Buffer[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

function located(where: string, error: Error): Error {
  const message = `${where}: ${error.message}`;
  return error instanceof RefusedError ? new RefusedError(message) : new Error(message, { cause: error });
}

/** What comes out of an archive, with errors that say of which. */
async function* explained<Item>(
  path: string,
  signal: AbortSignal | undefined,
  items: AsyncIterable<Item>,
): AsyncGenerator<Item> {
  try {
    yield* items;
  } catch (error) {
    signal?.throwIfAborted();
    const cause = error as NodeJS.ErrnoException;
    if (cause instanceof RefusedError) {
      throw new Error(`archive ${path}: ${cause.message}; take it out, or fetch the archive again`, {
        cause,
      });
    }
    const { size } = await stat(path);
    throw new Error(
      `archive ${path}: expected a whole tar archive, gzipped or not, found ${counted(size, 'byte')} that end early or ` +
        `are damaged (${cause.message}); delete the file and fetch it again`,
      { cause },
    );
  }
}

function pointsOutside(name: string): boolean {
  return /^([/\\]|[A-Za-z]:)/.test(name) || name.split(/[/\\]/).includes('..');
}
