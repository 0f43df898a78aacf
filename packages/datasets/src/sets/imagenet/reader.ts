import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { readParquet } from '../../formats/parquet.js';
import { readArchive } from '../../formats/tar.js';
import { readValidationLabels } from './validation-labels.js';

/** An encoded image of a class. */
export interface ImageFile {
  readonly part: 'train' | 'test';
  /** The name of its class: of ImageNet its synset, such as `n01440764`. */
  readonly className: string;
  readonly name: string;
  readonly bytes: Uint8Array;
}

const MEMBER = /(?:^|\/)(train|val)\/([^/]+)\/([^/]+\.(?:jpe?g|png))$/i;
const FLAT_MEMBER = /(?:^|\/)(ILSVRC2012_val_(\d{8})\.jpe?g)$/i;
const CLASS_ARCHIVE = /(?:^|\/)([^/]+)\.tar$/;
const NESTED_MEMBER = /(?:^|\/)([^/]+)\.tar\/(?:[^/]+\/)*([^/]+\.(?:jpe?g|png))$/i;

/**
 * The images of ImageNet as it is distributed, encoded, one by one; the validation images are the test part.
 *
 * @param paths folders and archives with `train/<class>/<image>` and `val/<class>/<image>`, the folders `train` and `val`
 *   themselves, `ILSVRC2012_img_train.tar` with an archive of each class, `ILSVRC2012_img_val.tar` or its folder without
 *   folders of classes, with a file of their classes in it or beside it (`LOC_val_solution.csv`,
 *   `imagenet_2012_validation_synset_labels.txt` or `ILSVRC2012_validation_ground_truth.txt`), or the parquet files of
 *   hubs (`train-…`, `validation-…`) with the columns `image.bytes` and `label`
 * @throws Error when nothing is there, when a file is damaged, or when it holds no images
 */
export async function* readImageFiles(
  paths: readonly string[],
  options: { readonly signal?: AbortSignal | undefined } = {},
): AsyncGenerator<ImageFile> {
  for (const path of paths) {
    const found = await stat(path).catch(() => {
      throw new Error(
        `imagenet: expected a folder, an archive or a parquet file at ${path}, found nothing there`,
      );
    });
    const images = found.isDirectory()
      ? imagesOfFolder(path)
      : path.endsWith('.parquet')
        ? imagesOfParquet(path)
        : imagesOfArchive(path, options.signal);
    let count = 0;
    for await (const image of images) {
      options.signal?.throwIfAborted();
      count++;
      yield image;
    }
    if (count === 0) {
      throw new Error(
        `imagenet: expected images such as train/n01440764/n01440764_18.JPEG in ${path}, found none; are they in ` +
          'folders of classes in train and val?',
      );
    }
  }
}

async function* imagesOfFolder(path: string): AsyncGenerator<ImageFile> {
  const name = basename(path);
  if (name === 'train' || name === 'val') return yield* imagesOfPart(path, name);
  const inside = (await readdir(path, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const folders = inside.map((entry) => entry.name);
  const parts = (['train', 'val'] as const).filter((part) => folders.includes(part));
  for (const part of parts) yield* imagesOfPart(join(path, part), part);
  if (parts.length > 0) return;
  if (folders.length === 1) yield* imagesOfFolder(join(path, folders[0] as string));
  else yield* imagesOfFlatFolder(path);
}

/** The validation images that lie in a folder itself. */
async function* imagesOfFlatFolder(folder: string): AsyncGenerator<ImageFile> {
  const names = (await readdir(folder)).filter((name) => FLAT_MEMBER.test(name)).sort();
  if (names.length === 0) return;
  const labels = await readValidationLabels([folder, dirname(folder)]);
  for (const name of names) yield flatImageOf(name, labels, await readFile(join(folder, name)));
}

function flatImageOf(name: string, labels: Map<number, string>, bytes: Uint8Array): ImageFile {
  const [, file = '', number = ''] = FLAT_MEMBER.exec(name) ?? [];
  const className = labels.get(Number(number));
  if (className !== undefined) return imageOf('val', className, file, bytes);
  throw new Error(
    `imagenet ${name}: expected its class among those of ${labels.size} validation images, found none; is the file of ` +
      'classes whole?',
  );
}

async function* imagesOfPart(folder: string, part: string): AsyncGenerator<ImageFile> {
  if (part === 'val') yield* imagesOfFlatFolder(folder);
  for (const className of (await readdir(folder)).sort()) {
    if (!(await stat(join(folder, className))).isDirectory()) continue;
    for (const name of (await readdir(join(folder, className))).sort()) {
      if (!MEMBER.test(`${part}/${className}/${name}`)) continue;
      yield imageOf(part, className, name, await readFile(join(folder, className, name)));
    }
  }
}

async function* imagesOfArchive(path: string, signal: AbortSignal | undefined): AsyncGenerator<ImageFile> {
  const options = {
    wanted: (name: string) => [MEMBER, NESTED_MEMBER, FLAT_MEMBER].some((pattern) => pattern.test(name)),
    nested: (name: string) => CLASS_ARCHIVE.test(name),
    signal,
  };
  let labels: Map<number, string> | undefined;
  for await (const { name, bytes } of readArchive(path, options)) {
    const [, className, file] = NESTED_MEMBER.exec(name) ?? [];
    const [, part, folder, member] = MEMBER.exec(name) ?? [];
    if (className !== undefined) yield imageOf('train', className, file as string, bytes);
    else if (part === undefined) {
      labels ??= await readValidationLabels([dirname(path)]);
      yield flatImageOf(name, labels, bytes);
    } else yield imageOf(part as string, folder as string, member as string, bytes);
  }
}

/** What parquet files of hubs should have in a row. */
interface ImageRow {
  readonly image?: { readonly bytes?: unknown } | null;
  readonly label?: unknown;
}

async function* imagesOfParquet(path: string): AsyncGenerator<ImageFile> {
  const part = /^val/.test(basename(path)) ? 'val' : /^train/.test(basename(path)) ? 'train' : undefined;
  if (part === undefined) return;
  try {
    let row = 0;
    for await (const { image, label } of readParquet<ImageRow>(path, ['image', 'label'])) {
      if (!(image?.bytes instanceof Uint8Array) || label === null || label === undefined) {
        throw new Error(`row ${row} has no image.bytes and label`);
      }
      yield imageOf(part, String(label).padStart(4, '0'), `${basename(path)}:${row++}`, image.bytes);
    }
  } catch (error) {
    throw new Error(
      `imagenet ${path}: expected a whole parquet file with the columns image.bytes and label, found another ` +
        `(${(error as Error).message}); fetch it again`,
      { cause: error },
    );
  }
}

function imageOf(part: string, className: string, name: string, bytes: Uint8Array): ImageFile {
  return { part: part === 'train' ? 'train' : 'test', className, name, bytes };
}
