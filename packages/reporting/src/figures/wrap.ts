import { type FONT_FILES, textWidth } from './font.js';

/** Where lines end. */
interface LineStyle {
  /** Pixels that a line has. */
  readonly width: number;
  readonly size: number;
  readonly weight: keyof typeof FONT_FILES;
  /** The most lines; the last ends with `…` where more would follow. */
  readonly most?: number;
}

/**
 * A text as lines that are no wider than told, broken at spaces, but not at ones that aren't to be broken. A word that is
 * wider by itself is broken between its characters.
 */
export function wrapped(text: string, { most = Infinity, ...style }: LineStyle): string[] {
  const words = text.split(/[ \n\t]+/).flatMap((word) => pieces(word, style));
  const lines: string[] = [];
  for (const { piece, starts } of words) {
    const last = lines.at(-1);
    const longer = last === undefined ? piece : `${last}${starts ? ' ' : ''}${piece}`;
    if (last !== undefined && fits(longer, style)) lines[lines.length - 1] = longer;
    else lines.push(piece);
  }
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), cut(lines.slice(most - 1).join(' '), style)];
}

/** A text of one line, cut with `…` where it is wider. */
function cut(text: string, style: Omit<LineStyle, 'most'>): string {
  const characters = [...text];
  while (characters.length > 0 && !fits(`${characters.join('').trimEnd()}…`, style)) characters.pop();
  return `${characters.join('').trimEnd()}…`;
}

function pieces(word: string, style: Omit<LineStyle, 'most'>): { piece: string; starts: boolean }[] {
  if (fits(word, style)) return [{ piece: word, starts: true }];
  const found: string[] = [''];
  for (const character of word) {
    const longer = `${found.at(-1)}${character}`;
    if (fits(longer, style)) found[found.length - 1] = longer;
    else found.push(character);
  }
  return found.map((piece, at) => ({ piece, starts: at === 0 }));
}

function fits(text: string, { width, ...style }: Omit<LineStyle, 'most'>): boolean {
  return textWidth(text, style) <= width;
}
