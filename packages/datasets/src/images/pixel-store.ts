import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { counted } from '../messages/counted.js';

/** The bytes of images of one size, as plain data that every thread can read: in shared memory or in a file. */
export type PixelStore = {
  /** The bytes of an image. */
  readonly length: number;
} & ({ readonly bytes: Uint8Array } | { readonly descriptor: number });

/** Images of one size in a temporary file, so that memory doesn't grow with their number. */
export interface PixelFile {
  /** What was added, numbered from 0. The file goes away when nobody has this any more. */
  readonly store: PixelStore;
  /**
   * Adds the bytes of an image.
   *
   * @throws Error when the folder for temporary files is full
   */
  append(pixels: Uint8Array): void;
}

const files = new FinalizationRegistry<number>(closeSync);

/** Room in memory that threads share, all zeros. */
export function sharedBytes(length: number): Uint8Array {
  return new Uint8Array(new SharedArrayBuffer(length));
}

/**
 * The bytes of an image, numbered from 0.
 *
 * @throws Error when a file has fewer bytes than it had
 */
export function readPixels(store: PixelStore, record: number): Uint8Array {
  const { length } = store;
  const start = record * length;
  if ('bytes' in store) return store.bytes.subarray(start, start + length);
  const image = new Uint8Array(length);
  for (let filled = 0; filled < length; ) {
    const read = readSync(store.descriptor, image, filled, length - filled, start + filled);
    if (read === 0) {
      throw new Error(
        `temporary file of images: expected ${counted(length, 'byte')} of image ${record}, found ${counted(filled)}; ` +
          'was it cut short? Start again',
      );
    }
    filled += read;
  }
  return image;
}

/**
 * A new file for images of `length` bytes. It has no name, and goes away with the process.
 *
 * @throws Error when the folder for temporary files can't be written
 */
export function pixelFile(length: number): PixelFile {
  const descriptor = ofFolder(openUnnamed);
  const store = { length, descriptor };
  files.register(store, descriptor);
  let count = 0;
  return {
    store,
    append(image) {
      const start = count++ * length;
      for (let written = 0; written < length; ) {
        written += ofFolder(() => writeSync(descriptor, image, written, length - written, start + written));
      }
    },
  };
}

function openUnnamed(): number {
  const folder = mkdtempSync(join(tmpdir(), 'better-attention-'));
  try {
    return openSync(join(folder, 'pixels'), 'wx+');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Says of an error which folder it is about, and the way out. */
function ofFolder<Value>(work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const full = code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG';
    throw new Error(
      `folder for temporary files ${tmpdir()}: expected ${full ? 'room for decoded images' : 'one that can be written'}, ` +
        `got ${code}${full ? ', it is full' : ''}; free some, or set TMPDIR to another folder`,
      { cause: error },
    );
  }
}
