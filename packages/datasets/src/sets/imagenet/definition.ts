import type { DatasetDefinition } from '../../dataset/dataset.js';
import { decodeAhead } from '../../images/decode.js';
import {
  type ImageDataset,
  type ImageOptions,
  imageDataset,
  imageOptions,
} from '../../images/image-dataset.js';
import { emptySurvey, type Images, surveyImage } from '../../images/images.js';
import { pixelFile } from '../../images/pixel-store.js';
import { counted } from '../../messages/counted.js';
import { obtain } from '../../origin/obtain.js';
import { type ImageFile, readImageFiles } from './reader.js';
import { IMAGENET } from './source.js';
import { titleOf } from './title.js';

const SIZE = 72;
const CHANNELS = 3;
const CLASSES = 1_000;
const PUBLISHED = { train: 1_281_167, test: 50_000 };
const NAMED = 5;
const REPORT_EVERY = 500;

/**
 * ImageNet, or a part of it in its layout: photographs in folders of classes, decoded once when it is loaded and kept in a
 * temporary file. They are resized by the decoder, with antialiasing, to cover the square, unlike those of the other data
 * sets. Images that can't be decoded are left out and named in the remarks. A batch has `image` (B × size × size × 3,
 * size 72 by default) and `label` (B; the class, in the order of their names).
 *
 * @throws RangeError for a size below 1, or an augmentation outside of 0 … 1
 */
export function imagenet(
  options: ImageOptions = {},
): DatasetDefinition<Required<ImageOptions>, ImageDataset> {
  const image = imageOptions('imagenet', options, SIZE);
  return {
    name: 'imagenet',
    options: image,
    outline: {
      classes: CLASSES,
      trainingExamples: PUBLISHED.train,
      shape: { height: image.size, width: image.size, channels: CHANNELS },
    },
    async load({ progress, ...loadOptions } = {}) {
      const obtained = await obtain(IMAGENET, { ...loadOptions, progress });
      const paths = obtained.files.map(({ path }) => path);
      const pixels = pixelFile(image.size ** 2 * CHANNELS);
      const survey = emptySurvey();
      const records: DecodedImage[] = [];
      const failures: string[] = [];
      const leftOut: string[] = [];
      const images = readImageFiles(paths, {
        signal: loadOptions.signal,
        skipped: ({ name, reason }) => failures.push(`${name}: ${reason}`),
        leftOut: (file) => leftOut.push(file),
      });
      for await (const decoded of decodeAhead(images, image.size)) {
        const { part, className, name } = decoded.item;
        if ('failure' in decoded) failures.push(`${className}/${name}: ${decoded.failure}`);
        else {
          records.push({ part, className, name, record: records.length });
          pixels.append(decoded.pixels);
          surveyImage(survey, decoded.pixels, CHANNELS);
        }
        const done = records.length + failures.length;
        if (done % REPORT_EVERY === 0) progress?.({ activity: 'reading', name: 'imagenet', done });
      }
      if (records.length <= failures.length) {
        throw new Error(
          `imagenet ${paths.join(', ')}: expected images, found ${counted(failures.length)} of ` +
            `${counted(records.length + failures.length)} that can't be decoded (${failures[0]})`,
        );
      }
      const classes = [...new Set(records.map(({ className }) => className))].sort();
      const imagesOf = (part: ImageFile['part']): Images => {
        const chosen = records.filter((record) => record.part === part).sort(byClassAndName);
        if (chosen.length === 0) {
          throw new Error(
            `imagenet ${paths.join(', ')}: expected images in train and in val, found no ${part === 'train' ? 'train' : 'val'}`,
          );
        }
        return {
          height: image.size,
          width: image.size,
          channels: CHANNELS,
          labels: Int32Array.from(chosen, ({ className }) => classes.indexOf(className)),
          store: pixels.store,
          survey,
          records: Uint32Array.from(chosen, ({ record }) => record),
        };
      };
      return imageDataset({
        name: 'imagenet',
        title: titleOf(classes),
        classes,
        parts: { train: imagesOf('train'), test: imagesOf('test') },
        published: PUBLISHED,
        image,
        obtained,
        limits: loadOptions.limits,
        remarks: [...failureRemarks(failures), ...leftOutRemarks(leftOut), ...unseenRemarks(records)],
      });
    },
  };
}

/** An image, and the number of its pixels in the file. */
interface DecodedImage extends Omit<ImageFile, 'bytes'> {
  readonly record: number;
}

function byClassAndName(a: DecodedImage, b: DecodedImage): number {
  const [one, other] = [`${a.className}/${a.name}`, `${b.className}/${b.name}`];
  return one < other ? -1 : one > other ? 1 : 0;
}

function failureRemarks(failures: readonly string[]): string[] {
  if (failures.length === 0) return [];
  const named = failures.slice(0, NAMED).join('; ');
  const more = failures.length > NAMED ? '; …' : '';
  return [`Skipped images that can't be decoded: ${counted(failures.length)} (${named}${more}).`];
}

function leftOutRemarks(files: readonly string[]): string[] {
  return files.map((file) => `Left out ${file}: the labels of the test part aren't published.`);
}

/** Names the classes that can't be learnt. */
function unseenRemarks(images: readonly DecodedImage[]): string[] {
  const classesOf = (part: ImageFile['part']) =>
    new Set(images.filter((image) => image.part === part).map(({ className }) => className));
  const seen = classesOf('train');
  const unseen = [...classesOf('test')].filter((className) => !seen.has(className)).sort();
  if (unseen.length === 0) return [];
  const named = unseen.slice(0, NAMED).join(', ') + (unseen.length > NAMED ? ', …' : '');
  return [`Classes of the test part that no training image has: ${counted(unseen.length)} (${named}).`];
}
