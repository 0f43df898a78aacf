import { type Line, linesOf, readLines } from '../../formats/lines.js';
import { readMember } from '../../formats/tar.js';
import { counted } from '../../messages/counted.js';
import type { PairReadOptions, SentencePair, SkippedPair } from '../../text/sentence-pair.js';

/**
 * The sentence pairs of Europarl: line n of the English text and line n of the Spanish one. Lines end at line feeds alone.
 * Pairs with an empty side and lines of markup, such as `<P>`, are left out.
 *
 * @param paths `es-en.tgz`, or the two files `….es-en.en` and `….es-en.es`, gzipped or not
 * @throws Error when a file is missing or damaged, or when they have unlike numbers of lines
 */
export async function* readEuroparl(
  paths: readonly string[],
  options: PairReadOptions = {},
): AsyncGenerator<SentencePair> {
  const archive = paths.find((path) => /\.(tgz|tar\.gz|tar)$/.test(path));
  const linesIn = (language: 'en' | 'es') => {
    const name = new RegExp(`\\.${language}(\\.gz)?$`);
    const wanted = (member: string) => name.test(member);
    if (archive)
      return linesOf(readMember(archive, { wanted, signal: options.signal }), `${archive}: ${language}`);
    const path = paths.find(wanted);
    if (path) return readLines(path, options);
    throw new Error(
      `europarl: expected es-en.tgz, or a file ….es-en.${language} with its like, found ${paths.join(', ') || 'none'}`,
    );
  };
  const sides = [linesIn('en'), linesIn('es')] as const;
  let read = 0;
  let unread = 0;
  try {
    for (let line = 1; ; line++) {
      const [english, spanish] = await Promise.all([sides[0].next(), sides[1].next()]);
      if (english.done && spanish.done) break;
      if (english.done || spanish.done) {
        throw new Error(
          `europarl ${paths.join(' and ')}: expected as many lines of English as of Spanish, found that ` +
            `${english.done ? 'English' : 'Spanish'} ends after line ${line - 1}; are the files a pair, and whole?`,
        );
      }
      const pair = pairOf(english.value, spanish.value);
      if (typeof pair !== 'string') yield { ...pair, line };
      else options.skipped?.({ line, reason: pair });
      if (pair === 'not readable') unread++;
      else read++;
    }
  } finally {
    await Promise.all(sides.map((side) => side.return(undefined)));
  }
  if (read <= unread) {
    throw new Error(
      `europarl ${paths.join(' and ')}: expected lines of UTF-8 text, found ${counted(read + unread, 'line')}, of which ` +
        `${counted(unread)} aren't; fetch the files again`,
    );
  }
}

function pairOf(english: Line, spanish: Line): Omit<SentencePair, 'line'> | SkippedPair['reason'] {
  if (english.text === undefined || spanish.text === undefined) return 'not readable';
  if (english.text.trim() === '' || spanish.text.trim() === '') return 'without a side';
  if (/^\s*<[^>]*>\s*$/.test(english.text) || /^\s*<[^>]*>\s*$/.test(spanish.text)) return 'markup';
  return { english: english.text, spanish: spanish.text };
}
