import type { DatasetDefinition, LoadOptions } from '../../dataset/dataset.js';
import {
  type ImageDataset,
  type ImageOptions,
  imageDataset,
  imageOptions,
} from '../../images/image-dataset.js';
import { emptySurvey, type Images, surveyImage } from '../../images/images.js';
import { readPixels } from '../../images/pixel-store.js';
import { obtain } from '../../origin/obtain.js';
import { type MnistPart, readMnist, SIZE } from './reader.js';
import { MNIST } from './source.js';

const CHANNELS = 1;
const PUBLISHED = { train: 60_000, test: 10_000 };
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
    outline: {
      classes: DIGITS.length,
      trainingExamples: PUBLISHED.train,
      shape: { height: image.size, width: image.size, channels: CHANNELS },
    },
    async load(loadOptions: LoadOptions = {}) {
      const obtained = await obtain(MNIST, loadOptions);
      const [trainImages, trainLabels, testImages, testLabels] = obtained.files.map(({ path }) => path);
      const train = await readMnist(trainImages as string, trainLabels as string, loadOptions);
      const test = await readMnist(testImages as string, testLabels as string, loadOptions);
      return imageDataset({
        name: 'mnist',
        title: 'MNIST',
        classes: DIGITS,
        parts: {
          train: imagesOf(train),
          test: imagesOf(test),
        },
        published: PUBLISHED,
        image,
        obtained,
        limits: loadOptions.limits,
      });
    },
  };
}

function imagesOf({ pixels, labels }: MnistPart): Images {
  const store = { bytes: pixels, length: SIZE * SIZE };
  const records = Uint32Array.from(labels.keys());
  const survey = emptySurvey();
  for (const record of records) surveyImage(survey, readPixels(store, record), CHANNELS);
  return { height: SIZE, width: SIZE, channels: CHANNELS, labels, store, survey, records };
}
