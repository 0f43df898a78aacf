import { splitWords } from './white-space.js';

/**
 * The tokens of a line by the rules of WMT's `mteval-v13a`, sacreBLEU's tokeniser `13a`:
 *
 * 1. `<skipped>` goes, a hyphen at the end of a line joins its two parts, other line breaks are spaces;
 * 2. `&quot;`, `&amp;`, `&lt;`, `&gt;` become their characters, in this order (so `&amp;lt;` becomes `<`,
 *    and `&amp;quot;` stays `&quot;`);
 * 3. every ASCII punctuation mark but `'`, `,`, `-` and `.` is a token;
 * 4. `.` and `,` are tokens unless they stand between digits 0 to 9, or second of two before one (`a..5` gives `a`,
 *    `.` and `.5`); `-` is one after such a digit;
 * 5. white space, as Python knows it, separates tokens.
 *
 * Punctuation outside ASCII (`¿`, `«`, `…`) stays with its word, and letters stay as they are.
 *
 * Source: Post, “A Call for Clarity in Reporting BLEU Scores”, WMT 2018, https://aclanthology.org/W18-6319
 */
export function tokenise13a(text: string): string[] {
  const line = text
    .replaceAll('<skipped>', '')
    .replaceAll('-\n', '')
    .replaceAll('\n', ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>');
  const separated = ` ${line} `
    .replace(/[!-&(-+/:-@[-`{-~]/g, ' $& ')
    .replace(/([^0-9])([.,])/g, '$1 $2 ')
    .replace(/([.,])([^0-9])/g, ' $1 $2')
    .replace(/([0-9])-/g, '$1 - ');
  return splitWords(separated);
}
