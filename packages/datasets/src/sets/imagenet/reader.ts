import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isCompanion } from '../../entries/companion.js';
import { readParquet } from '../../formats/parquet.js';
import { readArchive } from '../../formats/tar.js';
import { wholeFile } from '../../formats/whole-file.js';
import { readValidationLabels } from './validation-labels.js';

/** An encoded image of a class. */
export interface ImageFile {
  readonly part: 'train' | 'test';
  /** The name of its class: of ImageNet its synset, such as `n01440764`. */
  readonly className: string;
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** An image that is left out. */
export interface SkippedImage {
  readonly name: string;
  /** Such as that it is a link whose file is gone. */
  readonly reason: string;
}

/** What {@link readImageFiles} takes besides the paths. */
export interface ImageReadOptions {
  /** Called for each image that is left out. */
  readonly skipped?: ((image: SkippedImage) => void) | undefined;
  /** Called for each file of a part whose labels aren't published. */
  readonly leftOut?: ((file: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

const MEMBER = /(?:^|\/)(train|val)\/([^/]+)\/([^/]+\.(?:jpe?g|png))$/i;
const FLAT_MEMBER = /(?:^|\/)(ILSVRC2012_val_(\d{8})\.jpe?g)$/i;
const CLASS_ARCHIVE = /(?:^|\/)([^/]+)\.tar$/;
const NESTED_MEMBER = /(?:^|\/)([^/]+)\.tar\/(?:[^/]+\/)*([^/]+\.(?:jpe?g|png))$/i;
const TEST_PARQUET = /^test.*\.parquet$/;
const TEST_MEMBER = /(?:^|\/)test\/[^/]+\.jpe?g$/i;
const SYNSET = /^n\d{8}$/;
const DEEPEST = 5;
/** Why no file can be read any more, rather than one of them. */
const OF_THE_MACHINE = new Set(['EMFILE', 'ENFILE', 'ENOMEM', 'EIO']);

/**
 * The images of ImageNet as it is distributed, encoded, one by one; the validation images are the test part.
 *
 * @param paths folders and archives with `train/<class>/<image>` and `val/<class>/<image>` at any depth, the folders `train`
 *   and `val` themselves, `ILSVRC2012_img_train.tar` with an archive of each class, `ILSVRC2012_img_val.tar` or its folder
 *   without folders of classes, with a file of their classes in it or above it (`LOC_val_solution.csv`,
 *   `imagenet_2012_validation_synset_labels.txt` or `ILSVRC2012_validation_ground_truth.txt`), or the parquet files of
 *   hubs (`train-…`, `validation-…`) with the columns `image.bytes` and `label`; `test-…` is left out. Links in archives,
 *   dead links in folders and files of more than 64 MiB are skipped.
 * @throws Error when nothing is there, when a file is damaged, or when it holds no images
 */
export async function* readImageFiles(
  paths: readonly string[],
  options: ImageReadOptions = {},
): AsyncGenerator<ImageFile> {
  for (const path of paths) {
    if (TEST_PARQUET.test(basename(path))) {
      options.leftOut?.(basename(path));
      continue;
    }
    const found = await stat(path).catch(() => {
      throw new Error(
        `imagenet: expected a folder, an archive or a parquet file at ${path}, found nothing there`,
      );
    });
    let first: SkippedImage | undefined;
    const noted: ImageReadOptions = {
      ...options,
      skipped: (image) => {
        first ??= image;
        options.skipped?.(image);
      },
    };
    const images = found.isDirectory()
      ? imagesOfFolder({ path, top: dirname(path), depth: 0 }, noted)
      : path.endsWith('.parquet')
        ? imagesOfParquet(path)
        : imagesOfArchive(path, noted);
    let count = 0;
    for await (const image of images) {
      options.signal?.throwIfAborted();
      count++;
      yield image;
    }
    if (count > 0) continue;
    if (first) {
      throw new Error(
        `imagenet: expected images in ${path}, found none that can be read (${first.name}: ${first.reason})`,
      );
    }
    throw new Error(
      `imagenet: expected images such as train/n01440764/n01440764_18.JPEG in ${path}, found none; are they in ` +
        'folders of classes in train and val?',
    );
  }
}

/** A folder to look for images in. */
interface Place {
  readonly path: string;
  /** The folder of the whole data set: files of classes may lie in it, and anywhere between. */
  readonly top: string;
  /** How far below the folder that was given. */
  readonly depth: number;
}

async function* imagesOfFolder(place: Place, options: ImageReadOptions): AsyncGenerator<ImageFile> {
  const { path, depth } = place;
  const name = basename(path);
  if (name === 'train' || name === 'val') return yield* imagesOfPart(place, name, options);
  const { files, folders } = await inside(path);
  const within = (folder: string): Place => ({ ...place, path: join(path, folder), depth: depth + 1 });
  const parts = (['train', 'val'] as const).filter((part) => folders.includes(part));
  for (const part of parts) yield* imagesOfPart(within(part), part, options);
  if (parts.length > 0) {
    const isFlat = folders.includes('test') && (await inside(join(path, 'test'))).folders.length === 0;
    if (isFlat) options.leftOut?.(`${name}/test`);
  } else if (folders.some((folder) => SYNSET.test(folder))) {
    yield* imagesOfPart(place, /val/i.test(name) ? 'val' : 'train', options);
  } else if (files.some((file) => FLAT_MEMBER.test(file))) yield* imagesOfFlatFolder(place, options);
  else {
    for (const file of files.filter((each) => CLASS_ARCHIVE.test(each))) {
      yield* imagesOfClassArchive(join(path, file), options);
    }
    if (depth < DEEPEST) for (const folder of folders) yield* imagesOfFolder(within(folder), options);
  }
}

/** The names in a folder, without what systems lay beside files. Links count as what they lead to; dead ones as files. */
async function inside(path: string): Promise<{ readonly files: string[]; readonly folders: string[] }> {
  const files: string[] = [];
  const folders: string[] = [];
  for (const entry of await readdir(path, { withFileTypes: true })) {
    if (isCompanion(entry.name)) continue;
    const found = entry.isSymbolicLink() ? await stat(join(path, entry.name)).catch(() => entry) : entry;
    (found.isDirectory() ? folders : files).push(entry.name);
  }
  return { files: files.sort(), folders: folders.sort() };
}

/** The images of a class, of the archive that `ILSVRC2012_img_train.tar` has of it. */
async function* imagesOfClassArchive(
  path: string,
  { skipped, signal }: ImageReadOptions,
): AsyncGenerator<ImageFile> {
  const className = basename(path, '.tar');
  const options = {
    wanted: (name: string) => /\.(?:jpe?g|png)$/i.test(name),
    skipped: (name: string, reason: string) => skipped?.({ name: `${className}/${name}`, reason }),
    signal,
  };
  for await (const { name, bytes } of readArchive(path, options)) {
    yield imageOf('train', className, basename(name), bytes);
  }
}

/** The validation images that lie in a folder itself. */
async function* imagesOfFlatFolder(
  { path, top }: Place,
  options: ImageReadOptions,
): AsyncGenerator<ImageFile> {
  const names = (await inside(path)).files.filter((name) => FLAT_MEMBER.test(name));
  if (names.length === 0) return;
  const labels = await readValidationLabels(upwards(path, top));
  for (const name of names) {
    const bytes = await bytesOf(path, name, options);
    if (bytes) yield flatImageOf(name, labels, bytes);
  }
}

/** A folder and those that it lies in, up to one of them. */
function upwards(folder: string, top: string): string[] {
  const above = dirname(folder);
  return folder === top || above === folder ? [folder] : [folder, ...upwards(above, top)];
}

/** The bytes of an image, unless it alone can't be read. */
async function bytesOf(
  folder: string,
  name: string,
  { skipped }: ImageReadOptions,
): Promise<Buffer | undefined> {
  return wholeFile(join(folder, name)).catch((error: NodeJS.ErrnoException) => {
    if (OF_THE_MACHINE.has(error.code ?? '')) throw error;
    skipped?.({ name: `${basename(folder)}/${name}`, reason: error.message });
    return undefined;
  });
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

async function* imagesOfPart(
  place: Place,
  part: string,
  options: ImageReadOptions,
): AsyncGenerator<ImageFile> {
  const { path } = place;
  if (part === 'val') yield* imagesOfFlatFolder(place, options);
  const names = (await readdir(path)).filter((name) => !isCompanion(name)).sort();
  for (const className of names) {
    for (const name of await filesOfClass(path, className, options)) {
      if (!MEMBER.test(`${part}/${className}/${name}`)) continue;
      const bytes = await bytesOf(join(path, className), name, options);
      if (bytes) yield imageOf(part, className, name, bytes);
    }
  }
}

async function filesOfClass(
  folder: string,
  className: string,
  { skipped }: ImageReadOptions,
): Promise<string[]> {
  const files = await readdir(join(folder, className)).catch((error: NodeJS.ErrnoException): string[] => {
    if (OF_THE_MACHINE.has(error.code ?? '')) throw error;
    if (error.code !== 'ENOTDIR') skipped?.({ name: className, reason: error.message });
    return [];
  });
  return files.filter((name) => !isCompanion(name)).sort();
}

async function* imagesOfArchive(
  path: string,
  { skipped, leftOut, signal }: ImageReadOptions,
): AsyncGenerator<ImageFile> {
  let isTestSeen = false;
  const options = {
    wanted: (name: string) => {
      if (!isTestSeen && TEST_MEMBER.test(name)) leftOut?.(`${basename(path)}: ${dirname(name)}`);
      isTestSeen ||= TEST_MEMBER.test(name);
      return [MEMBER, NESTED_MEMBER, FLAT_MEMBER].some((pattern) => pattern.test(name));
    },
    nested: (name: string) => CLASS_ARCHIVE.test(name),
    skipped: (name: string, reason: string) => skipped?.({ name, reason }),
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
  const part = /^(train|val)/.exec(basename(path))?.[1];
  if (part === undefined) {
    throw new Error(`imagenet ${path}: expected a name that begins with train, val or test; rename it`);
  }
  try {
    let row = 0;
    for await (const { image, label } of readParquet<ImageRow>(path, ['image', 'label'])) {
      if (!(image?.bytes instanceof Uint8Array)) throw new Error(`row ${row} has no image.bytes`);
      yield imageOf(part, classOf(label, row), `${basename(path)}:${row++}`, image.bytes);
    }
  } catch (error) {
    throw new Error(
      `imagenet ${path}: expected a whole parquet file with the columns image.bytes and label, found another ` +
        `(${(error as Error).message}); fetch it again`,
      { cause: error },
    );
  }
}

/** The class of a label: its name, or its number in four digits, so that names sort as numbers do. */
function classOf(label: unknown, row: number): string {
  if (typeof label === 'string' && label.trim() !== '') return label;
  const number = typeof label === 'bigint' ? Number(label) : label;
  if (Number.isInteger(number) && (number as number) >= 0) return String(label).padStart(4, '0');
  throw new Error(
    `row ${row} has the label ${String(label).slice(0, 40)}, where classes are numbered from 0`,
  );
}

function imageOf(part: string, className: string, name: string, bytes: Uint8Array): ImageFile {
  return { part: part === 'train' ? 'train' : 'test', className, name, bytes };
}
