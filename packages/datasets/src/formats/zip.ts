import { readFile, stat } from 'node:fs/promises';
import { crc32, inflateRawSync } from 'node:zlib';
import { assertAtMost, assertRatio, MOST_ZIP_BYTES, RefusedError } from '../bounds/bounds.js';
import { isCompanion } from '../entries/companion.js';
import { counted } from '../messages/counted.js';
import type { ArchiveMember } from './tar.js';

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
const MOST_COMMENT = 0xffff;
const STORED = 0;
const DEFLATED = 8;

/** Whether bytes begin as a zip archive does. */
export function isZip(start: Buffer): boolean {
  return start.length >= 4 && start.readUInt32LE() === LOCAL_SIGNATURE;
}

/**
 * The members of a zip archive that are wanted, in its order, each with its checksum verified. The sizes that it gives are
 * held against the bounds before anything is unpacked.
 *
 * Source: PKWARE, .ZIP File Format Specification (APPNOTE), sections 4.3.7, 4.3.12 and 4.3.16.
 *
 * @throws Error when the file isn't a zip archive, ends early or is damaged, has members that share bytes, or is or unpacks
 *   to more than 256 MiB
 */
export async function readZip(path: string, wanted: (name: string) => boolean): Promise<ArchiveMember[]> {
  const { size } = await stat(path);
  try {
    assertAtMost(MOST_ZIP_BYTES, size, 'a zip archive');
    const bytes = await readFile(path);
    const entries = entriesOf(bytes);
    assertApart(bytes, entries);
    const chosen = entries.filter(({ name }) => !isCompanion(name) && wanted(name));
    assertUnpackable(chosen, bytes.length);
    return chosen.map((entry) => ({ name: entry.name, bytes: memberOf(bytes, entry) }));
  } catch (error) {
    const { message } = error as Error;
    if (error instanceof RefusedError) {
      throw new Error(`archive ${path}: ${message}; delete the file and fetch it again`, { cause: error });
    }
    throw new Error(
      `archive ${path}: expected a whole zip archive, found ${counted(size, 'byte')} that end early or are ` +
        `damaged (${message}); delete the file and fetch it again`,
      { cause: error },
    );
  }
}

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly checksum: number;
  readonly packed: number;
  readonly unpacked: number;
  readonly offset: number;
}

function entriesOf(bytes: Buffer): Entry[] {
  let end = bytes.length - END_BYTES;
  const first = Math.max(0, end - MOST_COMMENT);
  while (end >= first && bytes.readUInt32LE(end) !== END_SIGNATURE) end--;
  if (end < first) throw new Error('it has no end record');
  const count = bytes.readUInt16LE(end + 10);
  let position = bytes.readUInt32LE(end + 16);
  const entries: Entry[] = [];
  for (let index = 0; index < count; index++) {
    if (bytes.readUInt32LE(position) !== ENTRY_SIGNATURE) throw new Error(`entry ${index} is missing`);
    const nameLength = bytes.readUInt16LE(position + 28);
    const start = position + ENTRY_BYTES;
    entries.push({
      name: bytes.toString('utf8', start, start + nameLength),
      method: bytes.readUInt16LE(position + 10),
      checksum: bytes.readUInt32LE(position + 16),
      packed: bytes.readUInt32LE(position + 20),
      unpacked: bytes.readUInt32LE(position + 24),
      offset: bytes.readUInt32LE(position + 42),
    });
    position = start + nameLength + bytes.readUInt16LE(position + 30) + bytes.readUInt16LE(position + 32);
  }
  return entries;
}

/** Refuses members that lie in each other: each byte would be unpacked many times. */
function assertApart(bytes: Buffer, entries: readonly Entry[]): void {
  const inOrder = entries.toSorted((a, b) => a.offset - b.offset);
  for (const [index, entry] of inOrder.entries()) {
    const next = inOrder[index + 1];
    const end = contentStart(bytes, entry) + entry.packed;
    if (next && end > next.offset) {
      throw new RefusedError(
        `its members ${entry.name} and ${next.name} share bytes, as those of zip bombs do`,
      );
    }
  }
}

function assertUnpackable(entries: readonly Entry[], packed: number): void {
  let unpacked = 0;
  for (const entry of entries) {
    if (entry.unpacked > MOST_ZIP_BYTES) {
      throw new Error(`${entry.name} has more than ${counted(MOST_ZIP_BYTES, 'byte')}`);
    }
    unpacked += entry.unpacked;
    assertAtMost(MOST_ZIP_BYTES, unpacked, `its members up to ${entry.name}`);
  }
  assertRatio(unpacked, packed);
}

function contentStart(bytes: Buffer, { name, offset }: Entry): number {
  if (bytes.readUInt32LE(offset) !== LOCAL_SIGNATURE) throw new Error(`${name} is missing`);
  return offset + LOCAL_BYTES + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
}

function memberOf(bytes: Buffer, entry: Entry): Buffer {
  const { name, method, checksum, packed, unpacked } = entry;
  const start = contentStart(bytes, entry);
  const content = bytes.subarray(start, start + packed);
  if (method !== STORED && method !== DEFLATED) throw new Error(`${name} is packed by method ${method}`);
  const member = method === STORED ? content : inflateRawSync(content, { maxOutputLength: unpacked + 1 });
  if (member.length !== unpacked || crc32(member) !== checksum)
    throw new Error(`${name} has another checksum`);
  return member;
}
