import { reshape, type Tensor3D, type Tensor4D, tidy, transpose } from '@tensorflow/tfjs-core';

/** The size of images and of the square patches that they are cut into, in pixels. */
export interface PatchOptions {
  /** Height and width. */
  readonly imageSize: number;
  readonly patchSize: number;
  /** Numbers a pixel. */
  readonly channels: number;
}

/** L, how many patches an image has, and P, how many numbers a patch has. */
export interface PatchShape {
  readonly length: number;
  readonly patchValues: number;
}

/**
 * L and P of square images.
 * @throws when the patch size does not divide the image size
 */
export function patchShape({ imageSize, patchSize, channels }: PatchOptions): PatchShape {
  const across = patchesAlong('size', imageSize, patchSize);
  return { length: across ** 2, patchValues: patchSize ** 2 * channels };
}

/**
 * Cuts images into square patches, both in reading order: `[B, height, width, channels]` → `[B, L, P]`, the numbers of
 * a patch by row, column and channel.
 *
 * @throws when the patch size does not divide height and width
 */
export function imagePatches(images: Tensor4D, patchSize: number): Tensor3D {
  const [batch, height, width, channels] = images.shape;
  const rows = patchesAlong('height', height, patchSize);
  const columns = patchesAlong('width', width, patchSize);
  return tidy(() => {
    const cut = reshape(images, [batch * rows, patchSize, columns, patchSize * channels]);
    return reshape(transpose(cut, [0, 2, 1, 3]), [batch, rows * columns, patchSize ** 2 * channels]);
  });
}

function patchesAlong(side: string, pixels: number, patchSize: number): number {
  const count = pixels / patchSize;
  if (Number.isInteger(count) && count > 0) return count;
  throw new Error(
    `patches: expected an image ${side} that is a multiple of the patch size ${patchSize}, got ${pixels}`,
  );
}
