import type { DatasetDefinition, LoadOptions } from '../../dataset/dataset.js';
import { readIdx } from '../../formats/idx.js';
import {
  type ImageDataset,
  type ImageOptions,
  imageDataset,
  imageOptions,
} from '../../images/image-dataset.js';
import { emptySurvey, type Images, surveyImage } from '../../images/images.js';
import { readPixels, sharedBytes } from '../../images/pixel-store.js';
import { counted } from '../../messages/counted.js';
import { obtain } from '../../origin/obtain.js';
import { sourceOf } from '../../origin/source.js';

/** The images of a part of MNIST: 28 × 28 bytes each, and their digits. */
export interface MnistPart {
  pixels: Uint8Array;
  labels: Int32Array;
}

const SIZE = 28;
const CHANNELS = 1;
const DIGITS = Array.from({ length: 10 }, (_, digit) => String(digit));

/**
 * MNIST: 60,000 training and 10,000 test images of handwritten digits, 28 × 28 grey values. A batch has `image`
 * (B × size × size × 1, size 28 by default) and `label` (B; the digit).
 *
 * @throws RangeError for a size below 1, or an augmentation outside of 0 … 1
 */
export function mnist(options: ImageOptions = {}): DatasetDefinition<Required<ImageOptions>, ImageDataset> {
  const image = imageOptions('mnist', options, SIZE);
  return {
    name: 'mnist',
    options: image,
    async load(loadOptions: LoadOptions = {}) {
      const obtained = await obtain(sourceOf('mnist'), loadOptions);
      const [trainImages, trainLabels, testImages, testLabels] = obtained.files.map(({ path }) => path);
      const train = await readMnist(trainImages as string, trainLabels as string, loadOptions);
      const test = await readMnist(testImages as string, testLabels as string, loadOptions);
      return imageDataset({
        name: 'mnist',
        classes: DIGITS,
        parts: {
          train: imagesOf(train),
          test: imagesOf(test),
        },
        published: { train: 60_000, test: 10_000 },
        image,
        obtained,
        limits: loadOptions.limits,
      });
    },
  };
}

/**
 * The images of a part of MNIST with their digits, from its two IDX files, gzipped or not.
 *
 * @throws Error as {@link readIdx}, and when the files don't belong together or hold no digits of 28 × 28
 */
export async function readMnist(
  imagesPath: string,
  labelsPath: string,
  options: { signal?: AbortSignal | undefined } = {},
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

function imagesOf({ pixels, labels }: MnistPart): Images {
  const store = { bytes: pixels, length: SIZE * SIZE };
  const records = Uint32Array.from(labels.keys());
  const survey = emptySurvey();
  for (const record of records) surveyImage(survey, readPixels(store, record), CHANNELS);
  return { height: SIZE, width: SIZE, channels: CHANNELS, labels, store, survey, records };
}
