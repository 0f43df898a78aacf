import { readFile } from 'node:fs/promises';
import { crc32, inflateRawSync } from 'node:zlib';
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
const MOST_BYTES = 2 ** 28;

/**
 * The members of a zip archive that are wanted, in its order, each with its checksum verified.
 *
 * Source: PKWARE, .ZIP File Format Specification (APPNOTE), sections 4.3.7, 4.3.12 and 4.3.16.
 *
 * @throws Error when the file isn't a zip archive, ends early or is damaged, or has a member beyond 256 MiB
 */
export async function readZip(path: string, wanted: (name: string) => boolean): Promise<ArchiveMember[]> {
  const bytes = await readFile(path);
  try {
    return entriesOf(bytes)
      .filter(({ name }) => wanted(name))
      .map((entry) => ({ name: entry.name, bytes: memberOf(bytes, entry) }));
  } catch (error) {
    throw new Error(
      `archive ${path}: expected a whole zip archive, found ${counted(bytes.length, 'byte')} that end early or are ` +
        `damaged (${(error as Error).message}); delete the file and fetch it again`,
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

function memberOf(bytes: Buffer, { name, method, checksum, packed, unpacked, offset }: Entry): Buffer {
  if (unpacked > MOST_BYTES) throw new Error(`${name} has more than ${counted(MOST_BYTES, 'byte')}`);
  if (bytes.readUInt32LE(offset) !== LOCAL_SIGNATURE) throw new Error(`${name} is missing`);
  const start = offset + LOCAL_BYTES + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
  const content = bytes.subarray(start, start + packed);
  if (method !== STORED && method !== DEFLATED) throw new Error(`${name} is packed by method ${method}`);
  const member = method === STORED ? content : inflateRawSync(content, { maxOutputLength: unpacked + 1 });
  if (member.length !== unpacked || crc32(member) !== checksum)
    throw new Error(`${name} has another checksum`);
  return member;
}
