import type { RandomStream } from '@better-attention/random';
import type { Dataset, LoadOptions } from '../dataset/dataset.js';
import { checkedPositions, type ExampleSet, examplesOf } from '../dataset/examples.js';
import { guessingOf } from '../dataset/guessing.js';
import { spreadPositions } from '../dataset/limits.js';
import { assertPart } from '../dataset/parts.js';
import { describedFiles } from '../dataset/provenance.js';
import { fileRemarks, repetitionRemarks, sizeRemarks } from '../dataset/remarks.js';
import { groupEqual, splitExamples } from '../dataset/split.js';
import { assertOptions } from '../messages/options.js';
import type { ObtainedFiles } from '../origin/obtain.js';
import { type Augmentation, drawChanges } from './augment.js';
import { imagesOf } from './image-batch.js';
import type { ImageShape } from './image-shape.js';
import { contentsOf, type ImageStatistics, type Images, keysOf, statisticsOf } from './images.js';

/** How images become the values of a batch. */
export interface ImageOptions {
  /** The height and width that images are resized to. */
  readonly size?: number;
  /** How training images are changed at random, step by step. By default they are not. */
  readonly augmentation?: Augmentation;
}

/** Images in batches. */
export interface ImageDataset extends Dataset {
  /** Height, width and channels of an image. */
  readonly shape: ImageShape;
  /** What the bytes of the pixels were normalised with. */
  readonly statistics: ImageStatistics;
}

/** What {@link imageDataset} takes. */
export interface ImageDatasetOptions {
  readonly name: string;
  /** See {@link Dataset.title}. */
  readonly title: string;
  readonly classes: readonly string[];
  readonly parts: { readonly train: Images; readonly test: Images };
  /** How many images each part has as published; none of one's own. */
  readonly published?: { readonly train: number; readonly test: number };
  readonly image: Required<ImageOptions>;
  readonly obtained: ObtainedFiles;
  readonly limits: LoadOptions['limits'];
  /** What else a reader of the results should know. */
  readonly remarks?: readonly string[];
}

/** The names of the options of images. */
export const IMAGE_OPTIONS: readonly string[] = ['size', 'augmentation'];

/** No random change. */
const NO_AUGMENTATION: Augmentation = { flip: false, rotation: 0, zoom: 0 };

const VALIDATION = 0.1;

/**
 * The options with their defaults.
 *
 * @param others names of options that the data set has besides
 * @throws TypeError for an option that there isn't
 * @throws RangeError for a size below 1, or an augmentation outside of 0 … 1
 */
export function imageOptions(
  name: string,
  options: ImageOptions,
  size: number,
  others: readonly string[] = [],
): Required<ImageOptions> {
  assertOptions(name, options, [...IMAGE_OPTIONS, ...others]);
  if (options.augmentation)
    assertOptions(`${name}: augmentation`, options.augmentation, Object.keys(NO_AUGMENTATION));
  const resolved = { size: options.size ?? size, augmentation: options.augmentation ?? NO_AUGMENTATION };
  if (!Number.isInteger(resolved.size) || resolved.size < 1) {
    throw new RangeError(`${name}: expected an integer size from 1, got ${resolved.size}`);
  }
  for (const change of ['rotation', 'zoom'] as const) {
    const value = resolved.augmentation[change];
    if (!(value >= 0 && value < 1)) {
      throw new RangeError(`${name}: expected ${change} from 0 up to 1, got ${value}`);
    }
  }
  return resolved;
}

/**
 * A data set of images. A batch has `image` (B × size × size × channels, each channel with mean 0 and deviation 1 over the
 * training images) and `label` (B).
 *
 * @throws Error when a part is empty, or when a label is no class
 */
export function imageDataset(options: ImageDatasetOptions): ImageDataset {
  const { name, title, classes, image, obtained, published, limits } = options;
  const paths = obtained.files.map(({ path }) => path);
  for (const part of ['train', 'test'] as const) {
    assertPart({ name, part, labels: options.parts[part].labels, classes: classes.length, paths });
  }
  const train = limited(options.parts.train, limits?.train);
  const test = limited(options.parts.test, limits?.test);
  const statistics = statisticsOf(train);
  const keys = { train: keysOf(train), test: keysOf(test) };
  const examples = imageExamples(train, statistics, image);
  const groups = groupEqual(keys.train);
  const contents = contentsOf({ train, test }, keys);
  const sizes = (part: 'train' | 'test', used: Images) => ({
    published: published?.[part],
    found: options.parts[part].labels.length,
    used: used.labels.length,
  });

  return {
    name,
    title,
    guessing: guessingOf(classes.length, test.labels),
    classes,
    shape: { height: image.size, width: image.size, channels: train.channels },
    fields: {
      image: { shape: [image.size, image.size, train.channels], dtype: 'float32' },
      label: { shape: [], dtype: 'int32' },
    },
    vocabularies: {},
    test: imageExamples(test, statistics, image),
    split: (random) => splitExamples(examples, { groups, validation: VALIDATION, random }),
    provenance: {
      source: obtained.source,
      files: describedFiles(obtained.files, contents),
      contents: contents.sha256,
      remarks: [
        ...fileRemarks(obtained),
        ...sizeRemarks('train', sizes('train', train)),
        ...sizeRemarks('test', sizes('test', test)),
        ...repetitionRemarks(keys.train, keys.test),
        ...(options.remarks ?? []),
      ],
    },
    statistics,
  };
}

function imageExamples(
  images: Images,
  { mean, deviation }: ImageStatistics,
  { size, augmentation }: Required<ImageOptions>,
): ExampleSet {
  const { labels, records, store, height, width, channels } = images;
  const shape = { height, width, channels };
  const values = Float32Array.from({ length: channels * 256 }, (_, index) => {
    const channel = Math.floor(index / 256);
    return ((index % 256) - (mean[channel] as number)) / (deviation[channel] as number);
  });

  async function batch(positions: ArrayLike<number>, random?: RandomStream) {
    const rows = checkedPositions(positions, labels.length);
    const image = await imagesOf({
      store,
      records: Uint32Array.from(rows, (row) => records[row] as number),
      shape,
      values,
      size,
      changes: random && drawChanges(rows, augmentation, random),
    });
    return { image, label: Int32Array.from(rows, (row) => labels[row] as number) };
  }

  return examplesOf({ size: labels.length, labels, batch });
}

function limited(images: Images, limit: number | undefined): Images {
  if (limit === undefined) return images;
  const positions = spreadPositions(images.labels, limit);
  return {
    ...images,
    labels: Int32Array.from(positions, (position) => images.labels[position] as number),
    records: positions.map((position) => images.records[position] as number),
  };
}
