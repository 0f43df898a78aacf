import { counted } from '../messages/counted.js';
import { readWhole } from './gzip.js';

/** The images or labels of an IDX file: `shape[0]` records of unsigned bytes. */
export interface IdxRecords {
  readonly shape: readonly number[];
  readonly values: Uint8Array;
}

const KINDS = {
  images: { magic: 2051, dimensions: 3 },
  labels: { magic: 2049, dimensions: 1 },
};
const MOST_BYTES = 2 ** 30;

/**
 * The records of an IDX file of unsigned bytes, gzipped or not: images (N × height × width) or labels (N).
 *
 * Source: “The MNIST database of handwritten digits”, section “File formats”.
 *
 * @throws Error when the file is another kind of IDX file or of another format, is written in little-endian order, or is
 *   shorter or longer than its header says
 */
export async function readIdx(
  path: string,
  kind: 'images' | 'labels',
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<IdxRecords> {
  const { magic, dimensions } = KINDS[kind];
  const header = 4 * (1 + dimensions);
  const contents = await readWhole(path, { most: MOST_BYTES, ...options });
  const start = contents.subarray(0, 4);
  if (start.length === 4 && start.readUInt32BE() !== magic) throw wrongMagic(path, kind, start);
  if (contents.length < header) {
    throw new Error(
      `idx ${path}: expected a header of ${header} bytes at offset 0, found ${counted(contents.length, 'byte')}; ` +
        'delete the file and fetch it again',
    );
  }
  const shape = Array.from({ length: dimensions }, (_, index) => contents.readUInt32BE(4 + 4 * index));
  const expected = header + shape.reduce((product, length) => product * length, 1);
  if (contents.length !== expected) {
    throw new Error(
      `idx ${path}: expected ${counted(expected, 'byte')}, as its header (${shape.join(' × ')}) says, found ` +
        `${counted(contents.length)}; delete the file and fetch it again`,
    );
  }
  return {
    shape,
    values: new Uint8Array(contents.buffer, contents.byteOffset + header, contents.length - header),
  };
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
