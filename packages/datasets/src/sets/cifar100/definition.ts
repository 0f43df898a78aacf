import type { DatasetDefinition, LoadOptions } from '../../dataset/dataset.js';
import {
  type ImageDataset,
  type ImageOptions,
  imageDataset,
  imageOptions,
} from '../../images/image-dataset.js';
import { emptySurvey, type Images, surveyImage } from '../../images/images.js';
import { obtain, type VerifiedFile } from '../../origin/obtain.js';
import { CHANNELS, readCifar100, SIZE } from './reader.js';
import { CIFAR100 } from './source.js';

const PUBLISHED = { train: 50_000, test: 10_000 };
const CLASSES = { fine: 100, coarse: 20 } as const;

/** Which labels, and how images become the values of a batch. */
export interface Cifar100Options extends ImageOptions {
  /** The 100 classes, or the 20 superclasses that they belong to. By default `'fine'`. */
  readonly labels?: 'fine' | 'coarse';
}

/**
 * CIFAR-100: 50,000 training and 10,000 test photographs, 32 × 32 pixels, of 100 classes. A batch has `image`
 * (B × size × size × 3, size 32 by default) and `label` (B).
 *
 * @throws RangeError for labels, a size or an augmentation that make no sense
 */
export function cifar100(
  options: Cifar100Options = {},
): DatasetDefinition<Required<Cifar100Options>, ImageDataset> {
  const { labels = 'fine' } = options;
  if (labels !== 'fine' && labels !== 'coarse') {
    throw new RangeError(`cifar100: expected labels 'fine' or 'coarse', got ${labels}`);
  }
  const image = imageOptions('cifar100', options, SIZE, ['labels']);
  return {
    name: 'cifar100',
    options: { labels, ...image },
    outline: {
      classes: CLASSES[labels],
      trainingExamples: PUBLISHED.train,
      shape: { height: image.size, width: image.size, channels: CHANNELS },
    },
    async load(loadOptions: LoadOptions = {}) {
      const obtained = await obtain(CIFAR100, loadOptions);
      const { path } = obtained.files[0] as VerifiedFile;
      const surveys = { train: emptySurvey(), test: emptySurvey() };
      const { signal } = loadOptions;
      const seen = (part: 'train' | 'test', image: Uint8Array) => surveyImage(surveys[part], image, CHANNELS);
      const data = await readCifar100(path, { signal, seen });
      const imagesOf = (part: 'train' | 'test'): Images => ({
        height: SIZE,
        width: SIZE,
        channels: CHANNELS,
        labels: data[part][labels],
        store: { bytes: data[part].pixels, length: CHANNELS * SIZE ** 2 },
        survey: surveys[part],
        records: Uint32Array.from(data[part].fine.keys()),
      });
      return imageDataset({
        name: 'cifar100',
        title: labels === 'fine' ? 'CIFAR-100' : 'CIFAR-100 by superclass',
        classes: labels === 'fine' ? data.fineNames : data.coarseNames,
        parts: { train: imagesOf('train'), test: imagesOf('test') },
        published: PUBLISHED,
        image,
        obtained,
        limits: loadOptions.limits,
      });
    },
  };
}
