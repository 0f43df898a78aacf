import { basename } from 'node:path';
import { readLines } from '../../formats/lines.js';
import { parsePythonLiteral } from '../../formats/python-literal.js';
import { counted } from '../../messages/counted.js';

/** One review of Amazon. */
export interface AmazonReview {
  /** From 1 to 5. */
  readonly stars: number;
  readonly text: string;
  /** The name of its file, and its line in it, from 1. */
  readonly file: string;
  readonly line: number;
}

/** A line without a usable review. */
export interface SkippedLine {
  readonly file: string;
  readonly line: number;
  readonly reason: 'not readable' | 'without a text' | 'without stars from 1 to 5';
}

/** What {@link readAmazon} takes besides the paths. */
export interface AmazonReadOptions {
  /** Called for each line that is left out. */
  readonly skipped?: ((line: SkippedLine) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

const FIRST_LINES = 100;
const STRINGS_AND_NO_NUMBERS = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g;

/**
 * The reviews of files of the 2014, 2018 and 2023 releases, gzipped or not, one by one: lines of JSON, or of Python
 * dictionaries as some 2014 files have them. Lines without a text or without stars are left out.
 *
 * @throws Error when a file is damaged, or holds more lines that can't be read than lines that can
 */
export async function* readAmazon(
  paths: readonly string[],
  options: AmazonReadOptions = {},
): AsyncGenerator<AmazonReview> {
  for (const path of paths) yield* reviewsOf(path, options);
}

async function* reviewsOf(
  path: string,
  { skipped, signal }: AmazonReadOptions,
): AsyncGenerator<AmazonReview> {
  const file = basename(path);
  let read = 0;
  let unread = 0;
  let first = '';
  const assertReviews = () => {
    if (read > unread) return;
    throw new Error(
      `amazon ${path}: expected a review a line, as JSON or as a Python dictionary, found ` +
        `${counted(read + unread, 'line')}, of which ${counted(unread)} can't be read${first}; is it a file of reviews?`,
    );
  };
  for await (const { number: line, text } of readLines(path, { signal })) {
    if (text?.trim() === '') continue;
    const record = recordOf(text);
    if (typeof record === 'string') {
      unread++;
      first ||= ` (line ${line}: ${record})`;
      skipped?.({ file, line, reason: 'not readable' });
      if (read + unread === FIRST_LINES) assertReviews();
      continue;
    }
    read++;
    if (read + unread === FIRST_LINES) assertReviews();
    const stars = starsOf(record.overall ?? record.rating);
    const review = record.reviewText ?? record.text;
    if (typeof review !== 'string' || review.trim() === '') {
      skipped?.({ file, line, reason: 'without a text' });
    } else if (stars === undefined) {
      skipped?.({ file, line, reason: 'without stars from 1 to 5' });
    } else {
      yield { stars, text: review, file, line };
    }
  }
  assertReviews();
}

/** Stars as a number or as its digits; none where they aren't a whole number from 1 to 5. */
function starsOf(value: unknown): number | undefined {
  const stars = typeof value === 'string' ? Number(value) : value;
  return [1, 2, 3, 4, 5].find((each) => each === stars);
}

/** The record of a line, or why there is none. */
function recordOf(text: string | undefined): Record<string, unknown> | string {
  if (text === undefined) return 'no UTF-8';
  try {
    const value = text.trimStart().startsWith('{') ? parsed(text) : undefined;
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : 'no record';
  } catch (error) {
    return (error as Error).message;
  }
}

/** JSON, JSON with the numbers that Python writes and JSON lacks, or a dictionary of Python. */
const PARSERS: readonly ((text: string) => unknown)[] = [
  (text) => JSON.parse(text),
  (text) => JSON.parse(text.replace(STRINGS_AND_NO_NUMBERS, (part) => (part[0] === '"' ? part : 'null'))),
  (text) => parsePythonLiteral(text.trimStart()),
];

/** What a line holds; else why it can't be read, in the words of its kind. */
function parsed(text: string): unknown {
  const failures: unknown[] = [];
  for (const parse of PARSERS) {
    try {
      return parse(text);
    } catch (error) {
      failures.push(error);
    }
  }
  throw /^\s*\{\s*"/.test(text) ? failures[0] : failures.at(-1);
}
