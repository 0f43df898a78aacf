import { firstBytes } from '../../formats/gzip.js';
import { linesOf, readLines } from '../../formats/lines.js';
import { isZip, readZip } from '../../formats/zip.js';
import { counted } from '../../messages/counted.js';
import type { PairReadOptions, SentencePair } from '../../text/sentence-pair.js';

/**
 * The sentence pairs of Anki: lines of English, a tab and Spanish. The attribution, a third column of later builds, is
 * left out. Of a list as Tatoeba exports it, in which the number of its sentence stands before each side, the sides are read.
 *
 * @param path `spa-eng.zip`, or the text file in it, gzipped or not
 * @throws Error when the file is damaged, or has more lines without the two sides than with them
 */
export async function* readAnki(path: string, options: PairReadOptions = {}): AsyncGenerator<SentencePair> {
  const zipped = isZip(await firstBytes(path, 4));
  const lines = zipped ? linesOf([await textOfZip(path)], path) : readLines(path, options);
  let read = 0;
  let unread = 0;
  for await (const { number: line, text } of lines) {
    if (text === '') continue;
    options.signal?.throwIfAborted();
    const [english, spanish] = sidesOf(text?.split('\t') ?? []);
    if (english === undefined || spanish === undefined) {
      unread++;
      options.skipped?.({ line, reason: 'not readable' });
    } else {
      read++;
      if (english.trim() && spanish.trim()) yield { english, spanish, line };
      else options.skipped?.({ line, reason: 'without a side' });
    }
  }
  if (read <= unread) {
    throw new Error(
      `anki ${path}: expected lines of English, a tab and Spanish, found ${counted(read + unread, 'line')}, of which ` +
        `${counted(unread)} aren't such UTF-8 text; is it spa-eng.zip or the spa.txt in it?`,
    );
  }
}

/** The English and the Spanish column; none where a number stands in the place of English alone. */
function sidesOf(columns: readonly string[]): readonly (string | undefined)[] {
  const isNumber = (at: number) => /^\d+$/.test(columns[at]?.trim() ?? '');
  if (!isNumber(0) || isNumber(1)) return columns;
  return columns.length === 4 && isNumber(2) ? [columns[1], columns[3]] : [];
}

async function textOfZip(path: string): Promise<Buffer> {
  const [member] = await readZip(path, (name) => /(^|\/)spa[^/]*\.txt$/.test(name));
  if (member) return member.bytes;
  throw new Error(`anki ${path}: expected the member spa-eng/spa.txt, found none such; is it spa-eng.zip?`);
}
