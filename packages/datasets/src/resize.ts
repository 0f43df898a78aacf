/** The height, width and channels of an image, whose values lie row by row, the channels of a pixel together. */
export interface ImageShape {
  height: number;
  width: number;
  channels: number;
}

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
  const rows = taps(height, size);
  const columns = taps(width, size);
  const count = images.length / (height * width * channels);
  const resized = new Float32Array(count * size * size * channels);
  let target = 0;
  for (let image = 0; image < count; image++) {
    const start = image * height * width * channels;
    for (const { low, high, share } of rows) {
      const top = start + low * width * channels;
      const bottom = start + high * width * channels;
      for (const column of columns) {
        const left = column.low * channels;
        const right = column.high * channels;
        for (let channel = 0; channel < channels; channel++) {
          const topLeft = images[top + left + channel] as number;
          const bottomLeft = images[bottom + left + channel] as number;
          const above = topLeft + ((images[top + right + channel] as number) - topLeft) * column.share;
          const below =
            bottomLeft + ((images[bottom + right + channel] as number) - bottomLeft) * column.share;
          resized[target++] = above + (below - above) * share;
        }
      }
    }
  }
  return resized;
}

/** For each pixel of a resized line, the two pixels that it lies between and the share of the second. */
function taps(length: number, size: number): { low: number; high: number; share: number }[] {
  return Array.from({ length: size }, (_, position) => {
    const centre = ((position + 0.5) * length) / size - 0.5;
    const low = Math.floor(centre);
    return {
      low: Math.max(low, 0),
      high: Math.min(low + 1, length - 1),
      share: centre - low,
    };
  });
}
