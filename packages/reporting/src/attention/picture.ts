import type { AttentionInput } from '@better-attention/records';
import type { Raster } from './raster.js';

/** An example's image in RGB; grey where it has one channel. */
export function pictureOf({ width, height, channels, pixels }: AttentionInput & { kind: 'image' }): Raster {
  const bytes = Buffer.from(pixels, 'base64');
  const coloured = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let colour = 0; colour < 3; colour++) {
      coloured[pixel * 3 + colour] = bytes[pixel * channels + (channels === 1 ? 0 : colour)] as number;
    }
  }
  return { width, height, pixels: coloured };
}

/** The picture without its colours (ITU-R BT.601), to lie under the colours of a map. */
export function withoutColour({ width, height, pixels }: Raster): Raster {
  const grey = new Uint8Array(pixels.length);
  for (let at = 0; at < pixels.length; at += 3) {
    const [red, green, blue] = pixels.subarray(at, at + 3) as unknown as [number, number, number];
    grey.fill(Math.round(0.299 * red + 0.587 * green + 0.114 * blue), at, at + 3);
  }
  return { width, height, pixels: grey };
}
