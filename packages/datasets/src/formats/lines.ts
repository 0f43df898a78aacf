import { MOST_LINE_BYTES } from '../bounds/bounds.js';
import { counted } from '../messages/counted.js';
import { readContents } from './gzip.js';

/** A line of a text file. */
export interface Line {
  /** From 1. */
  readonly number: number;
  /** Without its end. Absent where the bytes aren't UTF-8. */
  readonly text: string | undefined;
}

const LINE_FEED = 0x0a;

/**
 * The lines of a UTF-8 file, gzipped or not, streamed. Lines end with `\n` or `\r\n` alone: U+2028 stays in its
 * line. A byte order mark at the start is left out, and so is an empty last line.
 *
 * @throws Error as {@link readContents}, and for a line beyond 16 MiB
 */
export function readLines(
  path: string,
  options: { readonly signal?: AbortSignal | undefined } = {},
): AsyncGenerator<Line> {
  return linesOf(readContents(path, options), path);
}

/** The lines of content that comes in chunks; see {@link readLines}. */
export async function* linesOf(
  chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
  where: string,
): AsyncGenerator<Line> {
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let rest: Buffer[] = [];
  let waiting = 0;
  let number = 0;

  function lineOf(bytes: Uint8Array): Line {
    number++;
    try {
      const text = utf8.decode(bytes);
      return { number, text: (number === 1 ? text.replace(/^\uFEFF/, '') : text).replace(/\r$/, '') };
    } catch {
      return { number, text: undefined };
    }
  }

  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      const bytes = chunk.subarray(start, end);
      start = end + 1;
      if (waiting === 0) yield lineOf(bytes);
      else {
        const whole = Buffer.concat([...rest, bytes]);
        rest = [];
        waiting = 0;
        yield lineOf(whole);
      }
    }
    if (start < chunk.length) rest.push(chunk.subarray(start));
    waiting += chunk.length - start;
    if (waiting > MOST_LINE_BYTES) {
      throw new Error(
        `${where}: expected lines of at most ${counted(MOST_LINE_BYTES, 'byte')}, found a longer one at line ${number + 1}; ` +
          'is it another file?',
      );
    }
  }
  if (waiting > 0) yield lineOf(Buffer.concat(rest));
}
