import { open } from 'node:fs/promises';
import { MOST_MEMBER_BYTES } from '../bounds/bounds.js';
import { counted } from '../messages/counted.js';

/**
 * The bytes of a file in a folder, as {@link wholeMember} gives those of a member of an archive.
 *
 * @throws Error when it isn't a regular file, or has more than 64 MiB
 */
export async function wholeFile(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const found = await file.stat();
    if (!found.isFile()) throw new Error(`${path}: expected a regular file, found another kind of file`);
    if (found.size <= MOST_MEMBER_BYTES) return await file.readFile();
    throw new Error(
      `${path}: expected at most ${counted(MOST_MEMBER_BYTES, 'byte')}, found ${counted(found.size)}; take it out, or fetch it again`,
    );
  } finally {
    await file.close();
  }
}
