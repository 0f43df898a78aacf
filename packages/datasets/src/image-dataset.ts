import { createHash } from 'node:crypto';
import type { RandomStream } from '@better-attention/random';
import { type Augmentation, augmentImages, drawChanges } from './augment.js';
import type { Dataset, LoadOptions } from './dataset.js';
import { checkedPositions, type ExampleSet, spreadPositions } from './examples.js';
import { describedFiles, type ObtainedFiles } from './obtain.js';
import { fileRemarks, repetitionRemarks, sizeRemarks } from './remarks.js';
import { type ImageShape, resizeImages } from './resize.js';
import { groupEqual, splitExamples } from './split.js';

/** How images become the values of a batch. */
export interface ImageOptions {
  /** The height and width that images are resized to. */
  size?: number;
  /** How training images are changed at random, step by step. By default they are not. */
  augmentation?: Augmentation;
}

/** The images of a part, and their classes. */
export interface Images extends ImageShape {
  labels: Int32Array;
  /** The height × width × channels bytes of an image. */
  pixels(position: number): Uint8Array;
}

/** Mean and standard deviation of each channel, over the pixels of the training images. */
export interface ImageStatistics {
  mean: readonly number[];
  deviation: readonly number[];
}

/** Images in batches. */
export interface ImageDataset extends Dataset {
  /** What the bytes of the pixels were normalised with. */
  statistics: ImageStatistics;
}

/** What {@link imageDataset} takes. */
export interface ImageDatasetOptions {
  name: string;
  classes: readonly string[];
  parts: { train: Images; test: Images };
  /** How many images each part has as published. */
  published: { train: number; test: number };
  image: Required<ImageOptions>;
  obtained: ObtainedFiles;
  limits: LoadOptions['limits'];
  /** What else a reader of the results should know. */
  remarks?: readonly string[];
}

/** No random change. */
export const NO_AUGMENTATION: Augmentation = { flip: false, rotation: 0, zoom: 0 };

const VALIDATION = 0.1;

/**
 * The options with their defaults.
 *
 * @throws RangeError for a size below 1, or an augmentation outside of 0 … 1
 */
export function imageOptions(name: string, options: ImageOptions, size: number): Required<ImageOptions> {
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
 */
export function imageDataset(options: ImageDatasetOptions): ImageDataset {
  const { name, classes, image, obtained, published, limits } = options;
  const train = limited(options.parts.train, limits?.train);
  const test = limited(options.parts.test, limits?.test);
  const statistics = channelStatistics(train);
  const examples = imageExamples(train, statistics, image);
  const keys = { train: keysOf(train), test: keysOf(test) };
  const groups = groupEqual(keys.train);
  const contents = contentsOf({ train, test }, keys);
  const sizes = (part: 'train' | 'test', used: Images) => ({
    published: published[part],
    found: options.parts[part].labels.length,
    used: used.labels.length,
  });

  return {
    name,
    classes,
    fields: {
      image: { shape: [image.size, image.size, train.channels], dtype: 'float32' },
      label: { shape: [], dtype: 'int32' },
    },
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
  const { labels, channels, height, width } = images;
  const length = height * width * channels;
  const resized = { height: size, width: size, channels };
  const normalised = Float32Array.from({ length: channels * 256 }, (_, index) => {
    const channel = Math.floor(index / 256);
    return ((index % 256) - (mean[channel] as number)) / (deviation[channel] as number);
  });

  function batch(positions: ArrayLike<number>, random?: RandomStream) {
    const rows = checkedPositions(positions, labels.length);
    const values = new Float32Array(rows.length * length);
    let target = 0;
    for (const row of rows) {
      const pixels = images.pixels(row);
      for (let start = 0; start < length; start += channels) {
        for (let channel = 0; channel < channels; channel++) {
          values[target++] = normalised[channel * 256 + (pixels[start + channel] as number)] as number;
        }
      }
    }
    const image = resizeImages(values, images, size);
    return {
      image: random ? augmentImages(image, resized, drawChanges(rows, augmentation, random)) : image,
      label: Int32Array.from(rows, (row) => labels[row] as number),
    };
  }

  return { size: labels.length, labels, batch };
}

/** Mean and deviation of each channel; a channel of one value has deviation 1. */
function channelStatistics({ labels, pixels, channels }: Images): ImageStatistics {
  const counts = new Float64Array(channels * 256);
  for (let position = 0; position < labels.length; position++) {
    const image = pixels(position);
    for (let start = 0; start < image.length; start += channels) {
      for (let channel = 0; channel < channels; channel++) {
        const bin = channel * 256 + (image[start + channel] as number);
        counts[bin] = (counts[bin] as number) + 1;
      }
    }
  }
  const histograms = Array.from({ length: channels }, (_, channel) =>
    counts.subarray(channel * 256, (channel + 1) * 256),
  );
  const moments = histograms.map((histogram) => {
    const total = histogram.reduce((sum, count) => sum + count, 0);
    const mean = histogram.reduce((sum, count, value) => sum + count * value, 0) / total;
    const variance = histogram.reduce((sum, count, value) => sum + count * (value - mean) ** 2, 0) / total;
    return { mean, deviation: Math.sqrt(variance) || 1 };
  });
  return { mean: moments.map(({ mean }) => mean), deviation: moments.map(({ deviation }) => deviation) };
}

function keysOf({ labels, pixels }: Images): string[] {
  return Array.from(labels, (_, position) => createHash('sha256').update(pixels(position)).digest('base64'));
}

function contentsOf(
  parts: Record<'train' | 'test', Images>,
  keys: Record<'train' | 'test', string[]>,
): { bytes: number; sha256: string } {
  const hash = createHash('sha256');
  let bytes = 0;
  for (const part of ['train', 'test'] as const) {
    const { labels, height, width, channels } = parts[part];
    for (const [position, label] of labels.entries()) {
      hash.update(`${part} ${label} ${keys[part][position]}\n`);
    }
    bytes += labels.length * height * width * channels;
  }
  return { bytes, sha256: hash.digest('hex') };
}

function limited(images: Images, limit: number | undefined): Images {
  if (limit === undefined) return images;
  const positions = spreadPositions(images.labels, limit);
  return {
    ...images,
    labels: Int32Array.from(positions, (position) => images.labels[position] as number),
    pixels: (position) => images.pixels(positions[position] as number),
  };
}
