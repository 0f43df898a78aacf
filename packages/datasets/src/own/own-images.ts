import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatasetDefinition } from '../dataset/dataset.js';
import { isHeldOut } from '../dataset/split.js';
import { wholeFile } from '../formats/whole-file.js';
import { decodeAhead } from '../images/decode.js';
import {
  IMAGE_OPTIONS,
  type ImageDataset,
  type ImageOptions,
  imageDataset,
  imageOptions,
} from '../images/image-dataset.js';
import { emptySurvey, type Images, surveyImage } from '../images/images.js';
import { pixelFile } from '../images/pixel-store.js';
import { assertOptions } from '../messages/options.js';
import { assertClasses } from './own-classes.js';
import { nameOf, type OwnPath, obtainOwn, pathOf } from './own-files.js';

/** What {@link ownImages} takes. */
export interface OwnImagesOptions extends ImageOptions {
  /** Names the data in records and messages: small letters, digits and hyphens. */
  readonly name: string;
  /** What people call it, by default its name. */
  readonly title?: string;
  /** The names of the folders that hold the images of each class, in the order of their labels. */
  readonly classes: readonly string[];
  /** The height and width that images are scaled to, cut to the square. */
  readonly size: number;
  /** A folder with a folder of images for each class. */
  readonly train: OwnPath;
  /** One like it to test on; or which share of `train` is held out for it, by the SHA-256 of an image, so that it's always the same. */
  readonly test: OwnPath | number;
}

/** What a run's configuration says of {@link ownImages}: `train` and `test` by the names of their folders. */
export type OwnImagesRecord = Required<ImageOptions> & {
  readonly classes: readonly string[];
  readonly train: string;
  readonly test: string | number;
};

const KEYS = ['name', 'title', 'classes', 'train', 'test', ...IMAGE_OPTIONS];
const IMAGE = /\.(jpe?g|png|webp|gif|tiff?)$/i;
const CHANNELS = 3;

/**
 * Images of one's own as a data set: a folder of images for each class, decoded once when it is loaded. A batch has `image`
 * (B × size × size × 3, each channel with mean 0 and deviation 1 over the training images) and `label` (B).
 *
 * @throws TypeError for an option that it lacks
 * @throws RangeError for classes, a size, an augmentation or a share that make no sense
 */
export function ownImages(options: OwnImagesOptions): DatasetDefinition<OwnImagesRecord, ImageDataset> {
  const { name, title = name, classes, train, test } = options;
  assertOptions('ownImages', options, KEYS);
  assertClasses(name, classes);
  if (typeof test === 'number' && !(test > 0 && test < 1)) {
    throw new RangeError(`${name}: expected test to be a folder, or a share between 0 and 1, got ${test}`);
  }
  const { size, augmentation } = options;
  const image = imageOptions(name, { size, ...(augmentation && { augmentation }) }, size);
  const places = typeof test === 'number' ? [train] : [train, test];
  const shape = { height: image.size, width: image.size, channels: CHANNELS };
  return {
    name,
    options: {
      ...image,
      classes,
      train: nameOf(train),
      test: typeof test === 'number' ? test : nameOf(test),
    },
    outline: { classes: classes.length, shape },
    obtain: (loadOptions = {}) => obtainOwn(name, places, loadOptions),
    async load({ progress, ...loadOptions } = {}) {
      const obtained = await obtainOwn(name, places, loadOptions);
      const pixels = pixelFile(image.size ** 2 * CHANNELS);
      const survey = emptySurvey();
      const found = { train: [] as Placed[], test: [] as Placed[] };
      let done = 0;
      const files = imageFiles({ name, places, classes, signal: loadOptions.signal });
      for await (const decoded of decodeAhead(files, image.size)) {
        const { path, label, place } = decoded.item;
        if ('failure' in decoded)
          throw new Error(`${name}: ${path} can't be decoded (${decoded.failure}); take it out`);
        pixels.append(decoded.pixels);
        surveyImage(survey, decoded.pixels, CHANNELS);
        const key = Buffer.from(survey.keys[done] as string, 'base64').toString('hex');
        const isTest = typeof test === 'number' ? isHeldOut(key, test) : place === 1;
        found[isTest ? 'test' : 'train'].push({ label, record: done });
        done++;
        progress?.({ activity: 'reading', name, done });
      }
      const imagesOf = (part: readonly Placed[]): Images => ({
        ...shape,
        labels: Int32Array.from(part, ({ label }) => label),
        store: pixels.store,
        survey,
        records: Uint32Array.from(part, ({ record }) => record),
      });
      return imageDataset({
        name,
        title,
        classes,
        parts: { train: imagesOf(found.train), test: imagesOf(found.test) },
        image,
        obtained,
        limits: loadOptions.limits,
      });
    },
  };
}

interface Placed {
  readonly label: number;
  /** Its number among the decoded ones. */
  readonly record: number;
}

interface OwnImageFile {
  readonly path: string;
  readonly label: number;
  /** Of which folder: 0 for `train`. */
  readonly place: number;
  readonly bytes: Uint8Array;
}

interface ImageFolders {
  readonly name: string;
  readonly places: readonly OwnPath[];
  readonly classes: readonly string[];
  readonly signal: AbortSignal | undefined;
}

/** The images of all classes, in the order of their names. @throws Error where a class has no folder, or no image in it */
async function* imageFiles({ name, places, classes, signal }: ImageFolders): AsyncGenerator<OwnImageFile> {
  for (const [place, root] of places.entries()) {
    for (const [label, className] of classes.entries()) {
      const folder = join(pathOf(root), className);
      const names = await readdir(folder).catch(async (error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
        const others = await readdir(pathOf(root));
        throw new Error(
          `${name}: expected a folder ${className} of images in ${pathOf(root)}, found ${others.slice(0, 5).join(', ') || 'nothing'}`,
        );
      });
      const images = names.filter((each) => IMAGE.test(each)).sort();
      if (images.length === 0) {
        throw new Error(`${name}: expected images (.jpg, .png, .webp, .gif, .tiff) in ${folder}, found none`);
      }
      for (const file of images) {
        signal?.throwIfAborted();
        const path = join(folder, file);
        yield { path, label, place, bytes: await wholeFile(path) };
      }
    }
  }
}
