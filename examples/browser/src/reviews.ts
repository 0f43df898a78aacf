import { CLASSIFIER } from './settings.js';

/** Tokenised reviews with their labels: 0 negative, 1 positive. */
export interface Reviews {
  readonly size: number;
  /** `[size, L]`, row after row. */
  readonly tokens: Int32Array;
  readonly labels: Int32Array;
}

/** Reviews as a file: for each, its label and its L tokens, of 16 bits each, least significant byte first. */
export function encodeReviews({ size, tokens, labels }: Reviews): Uint8Array {
  const { length } = CLASSIFIER;
  const file = new DataView(new ArrayBuffer(2 * size * (length + 1)));
  for (let row = 0; row < size; row++) {
    const start = 2 * row * (length + 1);
    file.setUint16(start, labels[row] as number, true);
    for (let at = 0; at < length; at++) {
      file.setUint16(start + 2 * (at + 1), tokens[row * length + at] as number, true);
    }
  }
  return new Uint8Array(file.buffer);
}

/**
 * The reviews of a file that {@link encodeReviews} made.
 *
 * @throws Error when the file doesn't hold a whole number of reviews
 */
export function decodeReviews(file: ArrayBuffer): Reviews {
  const { length } = CLASSIFIER;
  const bytes = 2 * (length + 1);
  if (file.byteLength % bytes !== 0) {
    throw new Error(
      `reviews: expected a multiple of ${bytes} bytes, got ${file.byteLength}; build the page again`,
    );
  }
  const size = file.byteLength / bytes;
  const view = new DataView(file);
  const tokens = new Int32Array(size * length);
  const labels = new Int32Array(size);
  for (let row = 0; row < size; row++) {
    labels[row] = view.getUint16(row * bytes, true);
    for (let at = 0; at < length; at++) {
      tokens[row * length + at] = view.getUint16(row * bytes + 2 * (at + 1), true);
    }
  }
  return { size, tokens, labels };
}

/** Some of the reviews, in the order of their positions. */
export function selectReviews({ tokens, labels }: Reviews, positions: Uint32Array): Reviews {
  const { length } = CLASSIFIER;
  const chosen = new Int32Array(positions.length * length);
  positions.forEach((position, row) => {
    chosen.set(tokens.subarray(position * length, (position + 1) * length), row * length);
  });
  return {
    size: positions.length,
    tokens: chosen,
    labels: Int32Array.from(positions, (position) => labels[position] as number),
  };
}
