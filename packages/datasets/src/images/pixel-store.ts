import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The bytes of images of one size, as plain data that every thread can read: in shared memory or in a file. */
export type PixelStore = {
  /** The bytes of an image. */
  readonly length: number;
} & ({ readonly bytes: Uint8Array } | { readonly descriptor: number });

/** Images of one size in a temporary file, so that memory doesn't grow with their number. */
export interface PixelFile {
  /** What was added, numbered from 0. The file goes away when nobody has this any more. */
  readonly store: PixelStore;
  /** Adds the bytes of an image. */
  append(pixels: Uint8Array): void;
}

const files = new FinalizationRegistry<number>(closeSync);

/** Room in memory that threads share, all zeros. */
export function sharedBytes(length: number): Uint8Array {
  return new Uint8Array(new SharedArrayBuffer(length));
}

/** The bytes of an image, numbered from 0. */
export function readPixels(store: PixelStore, record: number): Uint8Array {
  const { length } = store;
  const start = record * length;
  if ('bytes' in store) return store.bytes.subarray(start, start + length);
  const image = new Uint8Array(length);
  readSync(store.descriptor, image, 0, length, start);
  return image;
}

/** A new file for images of `length` bytes. It has no name, and goes away with the process. */
export function pixelFile(length: number): PixelFile {
  const folder = mkdtempSync(join(tmpdir(), 'better-attention-'));
  const descriptor = openSync(join(folder, 'pixels'), 'wx+');
  rmSync(folder, { recursive: true, force: true });
  const store = { length, descriptor };
  files.register(store, descriptor);
  let count = 0;
  return {
    store,
    append(image) {
      writeSync(descriptor, image, 0, length, count++ * length);
    },
  };
}
