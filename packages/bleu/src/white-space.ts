/**
 * White space as Python's `str.split` and `str.rstrip` know it: beside Unicode's, the four information separators.
 * JavaScript's `\s` lacks those and U+0085, and has U+FEFF, which isn't white space here.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the information separators are control characters
const WHITE_SPACE = /[\p{White_Space}\u001c-\u001f]/u;
const WORDS = new RegExp(`[^${WHITE_SPACE.source.slice(1, -1)}]+`, 'gu');

/** The words of `text` between white space. */
export function splitWords(text: string): string[] {
  return text.match(WORDS) ?? [];
}

/** `text` without the white space at its end. */
export function trimEnd(text: string): string {
  let end = text.length;
  while (WHITE_SPACE.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
