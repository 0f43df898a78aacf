import { counted } from '../messages/counted.js';

/*
 * How much a file may ask of the machine. Each bound lies well above the largest file of its kind in the full published
 * data sets, and low enough that a file made to fill the memory is refused before it has.
 */

/** What is held whole out of an archive or a folder: an image, a review, a list of names. ImageNet's take 115 kB on average. */
export const MOST_MEMBER_BYTES = 2 ** 26;

/** Members that are held together, and their bytes. IMDB has 50,000 labelled reviews of 65 MB. */
export const MOST_HELD_MEMBERS = 2 ** 18;
export const MOST_HELD_BYTES = 2 ** 29;

/** A line of text. Those of reviews and sentences stay below 1 MB. */
export const MOST_LINE_BYTES = 2 ** 24;

/** An IDX file, unpacked. MNIST has 47 MB; EMNIST, by class, 547 MB. */
export const MOST_IDX_BYTES = 2 ** 30;

/** A part of CIFAR-100. The training part has 154 MB. */
export const MOST_CIFAR_BYTES = 2 ** 28;

/** A zip archive, and what it unpacks to. Anki's sentences have 2.6 MB, unpacked 8 MB. */
export const MOST_ZIP_BYTES = 2 ** 28;

/** The pixels of an image before it is scaled: 8,192 × 8,192, more than the cameras had that ImageNet comes from. */
export const MOST_PIXELS = 2 ** 26;

/** A group of rows of a parquet file, unpacked, and its rows. Hubs cut ImageNet into files of 500 MB; pyarrow groups 2²⁰ rows. */
export const MOST_ROW_GROUP_BYTES = 2 ** 30;
export const MOST_ROW_GROUP_ROWS = 2 ** 20;

/** A download whose size is only roughly known ends at so many times that size. */
export const MOST_TIMES_EXPECTED = 4;

/** How many times its packed size content may unpack to. Text and digits pack to a fifth; zeros to a thousandth. */
const MOST_RATIO = 40;

/** Content that unpacks to no more than this is never said to unpack to too much. */
const UNPACKED_FREELY = 2 ** 24;

/** Content that is refused though it may be whole: above a bound, or of a kind that isn't read. */
export class RefusedError extends Error {}

/**
 * Holds content against what it was packed in.
 *
 * @throws RefusedError when it unpacks to more than 16 MiB and more than forty times its packed size
 */
export function assertRatio(unpacked: number, packed: number): void {
  if (unpacked <= UNPACKED_FREELY || unpacked <= MOST_RATIO * packed) return;
  throw new RefusedError(
    `${counted(packed, 'packed byte')} unpack to ${counted(unpacked, 'byte')} or more, over ${MOST_RATIO} times as many, ` +
      'and no data set is packed like that',
  );
}

/** @throws RefusedError when there are more bytes than there may be */
export function assertAtMost(most: number, found: number, what: string): void {
  if (found <= most) return;
  throw new RefusedError(`expected at most ${counted(most, 'byte')} in ${what}, found ${counted(found)}`);
}
