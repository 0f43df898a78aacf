import type { RandomStream } from '@better-attention/random';
import type { ImageShape } from './image-shape.js';
import { resample, tapsOf } from './resample.js';

/** How far training images are changed at random. */
export type Augmentation = {
  /** Whether half of the images are mirrored left to right. */
  readonly flip: boolean;
  /** The greatest angle in either direction, as a share of a full turn. */
  readonly rotation: number;
  /** The greatest change of height and of width, as a share of them. */
  readonly zoom: number;
};

/** What is done to one image. */
export interface ImageChange {
  readonly flip: boolean;
  /** Radians. */
  readonly angle: number;
  /** How many pixels of the image one pixel of the result stands for; below 1 enlarges. */
  readonly zoomHeight: number;
  readonly zoomWidth: number;
}

/** The changes of the images at some positions: the same for a stream and a position, whatever else is in the batch. */
export function drawChanges(
  positions: ArrayLike<number>,
  { flip, rotation, zoom }: Augmentation,
  random: RandomStream,
): ImageChange[] {
  return Array.from(positions, (position) => {
    const stream = random.derive(position);
    const between = (most: number) => (2 * stream.uniform() - 1) * most;
    const mirrored = stream.uniform() < 0.5;
    return {
      flip: flip && mirrored,
      angle: between(rotation * 2 * Math.PI),
      zoomHeight: 1 + between(zoom),
      zoomWidth: 1 + between(zoom),
    };
  });
}

/**
 * Mirrors, then turns, then zooms images as `RandomFlip`, `RandomRotation` and `RandomZoom` of Keras do: about the
 * centre, bilinearly, with what lies outside filled by reflection.
 *
 * Source: keras 2.15.0, `layers/preprocessing/image_preprocessing.py`, and the operation `ImageProjectiveTransformV3`.
 *
 * @param images B × height × width × channels
 * @param changes one an image
 */
export function augmentImages(
  images: Float32Array,
  shape: ImageShape,
  changes: readonly ImageChange[],
): Float32Array {
  const length = shape.height * shape.width * shape.channels;
  const augmented = images.slice();
  for (const [index, change] of changes.entries()) {
    const image = augmented.subarray(index * length, (index + 1) * length);
    if (change.flip) mirror(image, shape);
    if (change.angle !== 0) turn(image, shape, change.angle);
    if (change.zoomHeight !== 1 || change.zoomWidth !== 1) zoom(image, shape, change);
  }
  return augmented;
}

function mirror(image: Float32Array, { height, width, channels }: ImageShape): void {
  const original = image.slice();
  let target = 0;
  for (let row = 0; row < height; row++) {
    for (let column = width - 1; column >= 0; column--) {
      const source = (row * width + column) * channels;
      for (let channel = 0; channel < channels; channel++)
        image[target++] = original[source + channel] as number;
    }
  }
}

function zoom(image: Float32Array, shape: ImageShape, { zoomHeight, zoomWidth }: ImageChange): void {
  const taps = (length: number, factor: number) =>
    tapsOf(length, length, (position) =>
      reflected(factor * position + ((length - 1) / 2) * (1 - factor), length),
    );
  resample(image, shape, taps(shape.height, zoomHeight), taps(shape.width, zoomWidth), image);
}

function turn(image: Float32Array, { height, width, channels }: ImageShape, angle: number): void {
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  const [rightmost, lowest] = [width - 1, height - 1];
  const startX = (rightmost - (cosine * rightmost - sine * lowest)) / 2;
  const startY = (lowest - (sine * rightmost + cosine * lowest)) / 2;
  const original = image.slice();
  let target = 0;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const x = reflected(cosine * column - sine * row + startX, width);
      const y = reflected(sine * column + cosine * row + startY, height);
      const left = Math.floor(x);
      const top = Math.floor(y);
      const toRight = x - left;
      const toBottom = y - top;
      const topLeft = (top * width + left) * channels;
      const right = left < width - 1 ? channels : 0;
      const down = top < height - 1 ? width * channels : 0;
      for (let channel = 0; channel < channels; channel++) {
        const at = topLeft + channel;
        const above = (1 - toRight) * (original[at] as number) + toRight * (original[at + right] as number);
        const below =
          (1 - toRight) * (original[at + down] as number) + toRight * (original[at + down + right] as number);
        image[target++] = (1 - toBottom) * above + toBottom * below;
      }
    }
  }
}

/** A coordinate reflected at the outer edges of the pixels (`d c b a | a b c d | d c b a`), within 0 … length − 1. */
function reflected(coordinate: number, length: number): number {
  if (coordinate >= 0 && coordinate <= length - 1) return coordinate;
  const period = 2 * length;
  const within = coordinate - period * Math.floor(coordinate / period);
  const folded = within >= length ? period - within - 1 : within;
  return Math.min(Math.max(folded, 0), length - 1);
}
