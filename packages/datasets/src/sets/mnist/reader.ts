import { readIdx } from '../../formats/idx.js';
import { sharedBytes } from '../../images/pixel-store.js';
import { counted } from '../../messages/counted.js';

/** The images of a part of MNIST: 28 × 28 bytes each, and their digits. */
export interface MnistPart {
  readonly pixels: Uint8Array;
  readonly labels: Int32Array;
}

/** The height and width of an image. */
export const SIZE = 28;

/**
 * The images of a part of MNIST with their digits, from its two IDX files, gzipped or not.
 *
 * @throws Error as {@link readIdx}, and when the files don't belong together or hold no digits of 28 × 28
 */
export async function readMnist(
  imagesPath: string,
  labelsPath: string,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<MnistPart> {
  const [images, labels] = await Promise.all([
    readIdx(imagesPath, 'images', options),
    readIdx(labelsPath, 'labels', options),
  ]);
  const [count = 0, height, width] = images.shape;
  if (height !== SIZE || width !== SIZE) {
    throw new Error(`mnist ${imagesPath}: expected images of ${SIZE} × ${SIZE}, found ${height} × ${width}`);
  }
  if (count !== labels.values.length) {
    throw new Error(
      `mnist: expected as many labels as images, found ${counted(count, 'image')} in ${imagesPath} and ` +
        `${counted(labels.values.length, 'label')} in ${labelsPath}; are they of the same part?`,
    );
  }
  if (count === 0) throw new Error(`mnist ${imagesPath}: expected images, found none; fetch the file again`);
  const wrong = labels.values.findIndex((label) => label > 9);
  if (wrong >= 0) {
    throw new Error(
      `mnist ${labelsPath}: expected labels from 0 to 9, found ${labels.values[wrong]} at record ${wrong}; fetch it again`,
    );
  }
  const pixels = sharedBytes(images.values.length);
  pixels.set(images.values);
  return { pixels, labels: Int32Array.from(labels.values) };
}
