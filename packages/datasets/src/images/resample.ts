import type { ImageShape } from './image-shape.js';

/** For each pixel of a resampled line, the two pixels that it lies between and the share of the second. */
export interface Taps {
  readonly low: Int32Array;
  readonly high: Int32Array;
  readonly share: Float64Array;
}

/**
 * Where the pixels of a resampled line lie.
 *
 * @param length the pixels of the line that is read
 * @param centre where each of `size` pixels lies in it; beyond its ends, the pixel at that end repeats
 */
export function tapsOf(length: number, size: number, centre: (position: number) => number): Taps {
  const taps = { low: new Int32Array(size), high: new Int32Array(size), share: new Float64Array(size) };
  for (let position = 0; position < size; position++) {
    const coordinate = centre(position);
    const low = Math.floor(coordinate);
    taps.low[position] = Math.max(low, 0);
    taps.high[position] = Math.min(low + 1, length - 1);
    taps.share[position] = coordinate - low;
  }
  return taps;
}

/**
 * Resamples an image bilinearly, its lines first, then its columns.
 *
 * @param image height × width × channels
 * @param target takes as many rows and columns as there are taps; may be the image itself
 */
export function resample(
  image: Float32Array,
  { height, width, channels }: ImageShape,
  rows: Taps,
  columns: Taps,
  target: Float32Array,
): void {
  const count = columns.share.length;
  const line = count * channels;
  const stretched = new Float64Array(height * line);
  let next = 0;
  for (let row = 0; row < height; row++) {
    const start = row * width * channels;
    for (let column = 0; column < count; column++) {
      const left = start + (columns.low[column] as number) * channels;
      const right = start + (columns.high[column] as number) * channels;
      const share = columns.share[column] as number;
      for (let channel = 0; channel < channels; channel++) {
        const value = image[left + channel] as number;
        stretched[next++] = value + ((image[right + channel] as number) - value) * share;
      }
    }
  }
  next = 0;
  for (let row = 0; row < rows.share.length; row++) {
    const above = (rows.low[row] as number) * line;
    const below = (rows.high[row] as number) * line;
    const share = rows.share[row] as number;
    for (let position = 0; position < line; position++) {
      const value = stretched[above + position] as number;
      target[next++] = value + ((stretched[below + position] as number) - value) * share;
    }
  }
}
