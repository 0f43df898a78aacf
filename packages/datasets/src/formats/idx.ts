import { MOST_IDX_BYTES } from '../bounds/bounds.js';
import { counted } from '../messages/counted.js';
import { readContents } from './gzip.js';

/** The images or labels of an IDX file: `shape[0]` records of unsigned bytes. */
export interface IdxRecords {
  readonly shape: readonly number[];
  readonly values: Uint8Array;
}

const KINDS = {
  images: { magic: 2051, dimensions: 3 },
  labels: { magic: 2049, dimensions: 1 },
};

/**
 * The records of an IDX file of unsigned bytes, gzipped or not: images (N × height × width) or labels (N).
 *
 * Source: “The MNIST database of handwritten digits”, section “File formats”.
 *
 * @throws Error when the file is another kind of IDX file or of another format, is written in little-endian order, says that
 *   it has more than 1 GiB, or is shorter or longer than its header says
 */
export async function readIdx(
  path: string,
  kind: 'images' | 'labels',
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<IdxRecords> {
  const headerBytes = 4 * (1 + KINDS[kind].dimensions);
  const header = Buffer.alloc(headerBytes);
  let found = 0;
  let shape: readonly number[] = [];
  let values = new Uint8Array(0);
  for await (const chunk of readContents(path, options)) {
    const ofHeader = chunk.copy(header, Math.min(found, headerBytes));
    const start = Math.max(0, found - headerBytes);
    if (found < headerBytes && found + ofHeader === headerBytes) {
      shape = shapeOf(path, kind, header);
      values = new Uint8Array(shape.reduce((product, length) => product * length, 1));
    }
    found += chunk.length;
    if (found > headerBytes + values.length) break;
    values.set(chunk.subarray(ofHeader), start);
  }
  if (found < headerBytes) {
    if (found >= 4) assertMagic(path, kind, header);
    throw new Error(
      `idx ${path}: expected a header of ${headerBytes} bytes at offset 0, found ${counted(found, 'byte')}; ` +
        'delete the file and fetch it again',
    );
  }
  const expected = headerBytes + values.length;
  if (found !== expected) {
    throw new Error(
      `idx ${path}: expected ${counted(expected, 'byte')}, as its header (${shape.join(' × ')}) says, found ` +
        `${counted(found)}${found > expected ? ' or more' : ''}; delete the file and fetch it again`,
    );
  }
  return { shape, values };
}

/** Of a whole header, the lengths of the dimensions. */
function shapeOf(path: string, kind: keyof typeof KINDS, header: Buffer): number[] {
  assertMagic(path, kind, header);
  const { dimensions } = KINDS[kind];
  const shape = Array.from({ length: dimensions }, (_, index) => header.readUInt32BE(4 + 4 * index));
  const bytes = shape.reduce((product, length) => product * length, 1);
  if (bytes <= MOST_IDX_BYTES) return shape;
  throw new Error(
    `idx ${path}: expected at most ${counted(MOST_IDX_BYTES, 'byte')}, its header says ${shape.join(' × ')}; is it whole? ` +
      'Delete the file and fetch it again',
  );
}

function assertMagic(path: string, kind: keyof typeof KINDS, header: Buffer): void {
  if (header.readUInt32BE() !== KINDS[kind].magic) throw wrongMagic(path, kind, header);
}

function wrongMagic(path: string, kind: keyof typeof KINDS, start: Buffer): Error {
  const found = start.readUInt32BE();
  const { magic } = KINDS[kind];
  const expected = `idx ${path}: expected ${kind} (magic number ${magic} at offset 0)`;
  if (start.readUInt32LE() === magic) {
    return new Error(`${expected}, found it in little-endian order; write the file in big-endian order`);
  }
  const other = kind === 'images' ? 'labels' : 'images';
  if (found === KINDS[other].magic) {
    return new Error(`${expected}, found ${other} (${found}); the files of images and labels are mixed up`);
  }
  return new Error(`${expected}, found ${found}; it isn't an IDX file of unsigned bytes, fetch it again`);
}
