import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Images of one size in a temporary file, so that memory doesn't grow with their number. */
export interface PixelFile {
  /** Adds the bytes of an image. */
  append(pixels: Uint8Array): void;
  /** The bytes of an image, numbered from 0 in the order of adding. */
  read(position: number): Uint8Array;
}

const files = new FinalizationRegistry<number>(closeSync);

/** A new file for images of `length` bytes. It has no name, and goes away with the process. */
export function pixelFile(length: number): PixelFile {
  const folder = mkdtempSync(join(tmpdir(), 'better-attention-'));
  const file = openSync(join(folder, 'pixels'), 'wx+');
  rmSync(folder, { recursive: true, force: true });
  let count = 0;

  const pixels: PixelFile = {
    append(image) {
      writeSync(file, image, 0, length, count++ * length);
    },
    read(position) {
      const image = new Uint8Array(length);
      readSync(file, image, 0, length, position * length);
      return image;
    },
  };
  files.register(pixels, file);
  return pixels;
}
