import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { MOST_HELD_BYTES, MOST_HELD_MEMBERS } from '../../bounds/bounds.js';
import { readArchive } from '../../formats/tar.js';
import { wholeFile } from '../../formats/whole-file.js';
import { counted } from '../../messages/counted.js';

/** One review of the Large Movie Review Dataset. */
export interface Review {
  readonly part: 'train' | 'test';
  /** 0 negative (rating 1 to 4), 1 positive (rating 7 to 10). */
  readonly label: 0 | 1;
  /** Stars out of ten. */
  readonly rating: number;
  /** Its number among the reviews of its part and label. */
  readonly id: number;
  readonly text: string;
}

type Unread = Omit<Review, 'text'> & { readonly name: string; readonly read: () => Buffer | Promise<Buffer> };

const MEMBER = /^(?:\.\/)?aclImdb\/(train|test)\/(pos|neg)\/(\d+)_(\d+)\.txt$/;
const READ_TOGETHER = 64;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The labelled reviews of the Large Movie Review Dataset, sorted by part (training first), label and id, whatever the
 * order on disk. The unlabelled reviews (`train/unsup`) are skipped.
 *
 * @param path `aclImdb_v1.tar.gz` or an archive laid out like it (read as a stream; its reviews are held in memory, about
 *   65 MB), the unpacked folder `aclImdb`, or the folder that has it
 * @throws Error when nothing is there, when the archive is damaged, when it holds no reviews or far too many, or when a
 *   review is in the folder of the other class
 */
export async function* readImdb(
  path: string,
  options: { readonly signal?: AbortSignal | undefined } = {},
): AsyncGenerator<Review> {
  const { signal } = options;
  const found = await stat(path).catch(() => {
    throw new Error(`imdb: expected aclImdb_v1.tar.gz or the folder aclImdb at ${path}, found nothing there`);
  });
  const reviews = found.isDirectory() ? await reviewsOfFolder(path) : await reviewsOfArchive(path, signal);
  reviews.sort(byPartLabelId);
  const repeated = reviews.find(
    (review, index) => index > 0 && byPartLabelId(reviews[index - 1] as Unread, review) === 0,
  );
  if (repeated) {
    throw new Error(`imdb: ${path} has two reviews with the id of ${repeated.name}; fetch it again`);
  }

  for (let start = 0; start < reviews.length; start += READ_TOGETHER) {
    await setImmediate();
    signal?.throwIfAborted();
    const batch = reviews.slice(start, start + READ_TOGETHER);
    const texts = await Promise.all(batch.map(async ({ name, read }) => decoded(await read(), name)));
    for (const [index, { part, label, rating, id }] of batch.entries()) {
      yield { part, label, rating, id, text: texts[index] as string };
    }
  }
}

async function reviewsOfArchive(path: string, signal: AbortSignal | undefined): Promise<Unread[]> {
  const reviews: Unread[] = [];
  let first: string | undefined;
  const wanted = (name: string) => {
    first ??= name;
    return MEMBER.test(name);
  };
  let held = 0;
  for await (const { name, bytes } of readArchive(path, { wanted, signal })) {
    reviews.push(unread(name, () => bytes));
    held += bytes.length;
    if (held > MOST_HELD_BYTES || reviews.length > MOST_HELD_MEMBERS) {
      throw new Error(
        `imdb: expected at most ${counted(MOST_HELD_MEMBERS, 'review')} of ${counted(MOST_HELD_BYTES, 'byte')} in ${path}, ` +
          `found ${counted(reviews.length)} of ${counted(held, 'byte')} up to ${name}; fetch it again`,
      );
    }
  }
  if (reviews.length === 0) {
    throw new Error(
      `imdb: expected members such as aclImdb/train/pos/0_9.txt in ${path}, found none ` +
        `(${first === undefined ? 'the archive is empty' : `its first member is ${first}`}); is it aclImdb_v1.tar.gz?`,
    );
  }
  return reviews;
}

async function reviewsOfFolder(path: string): Promise<Unread[]> {
  const inside = await readdir(path);
  const root = inside.includes('aclImdb') ? join(path, 'aclImdb') : path;
  const reviews: Unread[] = [];
  for (const part of ['train', 'test']) {
    for (const sentiment of ['neg', 'pos']) {
      const folder = join(root, part, sentiment);
      for (const file of await filesOf(folder)) {
        const name = `aclImdb/${part}/${sentiment}/${file}`;
        if (MEMBER.test(name)) reviews.push(unread(name, () => wholeFile(join(folder, file))));
      }
    }
  }
  if (reviews.length === 0) {
    throw new Error(
      `imdb: expected reviews such as train/pos/0_9.txt in ${root}, found ` +
        `${inside.length === 0 ? 'an empty folder' : inside.slice(0, 5).join(', ')}; is it the unpacked aclImdb?`,
    );
  }
  return reviews;
}

async function filesOf(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
}

function unread(name: string, read: Unread['read']): Unread {
  const [, part, sentiment, id, rating] = MEMBER.exec(name) ?? [];
  const [least, most] = sentiment === 'pos' ? [7, 10] : [1, 4];
  if (!(Number(rating) >= least && Number(rating) <= most)) {
    throw new Error(
      `imdb: expected a rating from ${least} to ${most} in the name of ${name}, found ${rating}; fetch the data again`,
    );
  }
  return {
    part: part as Review['part'],
    label: sentiment === 'pos' ? 1 : 0,
    rating: Number(rating),
    id: Number(id),
    name,
    read,
  };
}

function byPartLabelId(a: Unread, b: Unread): number {
  return Number(a.part === 'test') - Number(b.part === 'test') || a.label - b.label || a.id - b.id;
}

function decoded(bytes: Buffer, name: string): string {
  try {
    return utf8.decode(bytes);
  } catch (error) {
    throw new Error(`imdb: expected UTF-8 text in ${name}, found bytes that aren't; fetch the data again`, {
      cause: error,
    });
  }
}
