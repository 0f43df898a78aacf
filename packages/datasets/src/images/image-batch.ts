import { augmentImages, type ImageChange } from './augment.js';
import type { ImageShape } from './image-shape.js';
import { type PixelStore, readPixels } from './pixel-store.js';
import { resizeImages } from './resize.js';
import { workerThread } from './worker-thread.js';

/** The images of a batch, as plain data. */
export interface ImageRequest {
  readonly store: PixelStore;
  /** The numbers of the images in the store. */
  readonly records: Uint32Array;
  readonly shape: ImageShape;
  /** The value of each byte of each channel: channels × 256. */
  readonly values: Float32Array;
  /** The height and width that images are resized to. */
  readonly size: number;
  /** What is done to each image after that, where anything is. */
  readonly changes: readonly ImageChange[] | undefined;
}

const LEAST_VALUES = 2 ** 18;
const worker = new URL(import.meta.resolve('./image-worker.js'));

const computeInThread = workerThread<ImageRequest, Float32Array>(worker, 'making batches of images');

/**
 * The images of a batch (B × size × size × channels), made by another thread where that is worth its messages. The same
 * bits either way.
 */
export async function imagesOf(request: ImageRequest): Promise<Float32Array> {
  const { records, shape, size } = request;
  const values = records.length * shape.channels * size ** 2;
  return values < LEAST_VALUES ? computeImages(request) : computeInThread(request);
}

/** Gathers, normalises, resizes and changes the images of a batch. */
export function computeImages(request: ImageRequest): Float32Array {
  const { store, records, shape, values, size, changes } = request;
  const { channels } = shape;
  const normalised = new Float32Array(records.length * store.length);
  let target = 0;
  for (const record of records) {
    const pixels = readPixels(store, record);
    for (let start = 0; start < pixels.length; start += channels) {
      for (let channel = 0; channel < channels; channel++) {
        normalised[target++] = values[channel * 256 + (pixels[start + channel] as number)] as number;
      }
    }
  }
  const images = resizeImages(normalised, shape, size);
  return changes ? augmentImages(images, { height: size, width: size, channels }, changes) : images;
}
