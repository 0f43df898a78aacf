import { createHash } from 'node:crypto';
import { DamagedFileError, LENGTH_BYTES } from './format.js';
import { readHeader } from './header.js';
import { arraysIn, type NamedArrays, safetensorsParts } from './safetensors.js';

/** The text of the metadata that holds the checksum. */
const CHECKSUM = 'sha256';
const DIGITS = 64;
const UNKNOWN = '0'.repeat(DIGITS);
/** What comes before the digits in a header; nowhere else, as a quote inside a string is escaped. */
const BEFORE_DIGITS = new TextEncoder().encode(`"${CHECKSUM}":"`);

/**
 * Arrays as a safetensors file with a checksum over every byte of it, names, shapes, texts and padding included: the metadata
 * `sha256` is the SHA-256 of the file whose own 64 digits are zeros. It costs less than copying the arrays once, and than
 * `crypto.subtle` takes on this thread to copy them for another.
 *
 * @returns the file in parts, one after another; those of the arrays are the arrays' own memory
 * @throws Error as {@link encodeSafetensors} does
 */
export function encodeSealed({ arrays, metadata }: NamedArrays): readonly Uint8Array[] {
  const parts = safetensorsParts({ arrays, metadata: { ...metadata, [CHECKSUM]: UNKNOWN } });
  const [header] = parts;
  header.set(new TextEncoder().encode(checksumOf(parts)), digitsIn(header));
  return parts;
}

/**
 * The arrays of a file that {@link encodeSealed} made, and the metadata without the checksum.
 *
 * @param where names the file in errors
 * @throws DamagedFileError when the file has no checksum or any bit of it has changed
 */
export function decodeSealed(file: Uint8Array, where: string): NamedArrays {
  const header = readHeader(file, where);
  const { [CHECKSUM]: expected, ...metadata } = header.metadata;
  const unsealed = file.slice(0, header.start);
  const at = digitsIn(unsealed);
  if (expected?.length !== DIGITS || at < 0) {
    throw new DamagedFileError(
      `${where}: expected a checksum, there is none; it is damaged, or of another program`,
    );
  }
  unsealed.fill(UNKNOWN.charCodeAt(0), at, at + DIGITS);
  const found = checksumOf([unsealed, file.subarray(header.start)]);
  if (found !== expected) {
    throw new DamagedFileError(`${where}: expected the SHA-256 ${expected}, got ${found}; it is damaged`);
  }
  return { arrays: arraysIn(file, header), metadata };
}

function checksumOf(parts: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

/** Where the digits of the checksum begin in a header. */
function digitsIn(header: Uint8Array): number {
  const found = Buffer.from(header.buffer, header.byteOffset, header.length).indexOf(
    BEFORE_DIGITS,
    LENGTH_BYTES,
  );
  return found < 0 ? found : found + BEFORE_DIGITS.length;
}
