import type { ImageShape } from './image-shape.js';
import { resample, tapsOf } from './resample.js';

/**
 * Resizes images bilinearly with half-pixel centres and without antialiasing, as `Resizing` of Keras does.
 *
 * @param images B × height × width × channels
 * @param size the height and width of the result
 * @returns B × size × size × channels
 */
export function resizeImages(images: Float32Array, shape: ImageShape, size: number): Float32Array {
  const { height, width, channels } = shape;
  if (height === size && width === size) return images;
  const centre = (length: number) => (position: number) => ((position + 0.5) * length) / size - 0.5;
  const rows = tapsOf(height, size, centre(height));
  const columns = tapsOf(width, size, centre(width));
  const length = height * width * channels;
  const resizedLength = size * size * channels;
  const count = images.length / length;
  const resized = new Float32Array(count * resizedLength);
  for (let image = 0; image < count; image++) {
    const source = images.subarray(image * length, (image + 1) * length);
    resample(source, shape, rows, columns, resized.subarray(image * resizedLength));
  }
  return resized;
}
