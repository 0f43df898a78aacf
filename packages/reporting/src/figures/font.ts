import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The bundled font, Inter (SIL Open Font License 1.1), by weight. */
export const FONT_FILES = {
  regular: fontFile('Inter-Regular.ttf'),
  semiBold: fontFile('Inter-SemiBold.ttf'),
};

const widths = new Map<keyof typeof FONT_FILES, (text: string) => number>();

/** How many pixels wide a text of the bundled font is. */
export function textWidth(
  text: string,
  { size, weight }: { readonly size: number; readonly weight: keyof typeof FONT_FILES },
): number {
  const ems = widths.get(weight) ?? fontWidths(FONT_FILES[weight]);
  widths.set(weight, ems);
  return size * ems(text);
}

function fontFile(name: string): string {
  return fileURLToPath(new URL(`../../fonts/${name}`, import.meta.url));
}

/**
 * Reads the advance widths of a TrueType or OpenType font, and gives the width of a text in ems, without kerning.
 *
 * Source: OpenType specification, tables `head`, `hhea`, `hmtx` and `cmap` format 4.
 *
 * @throws Error when the font has no character map of format 4
 */
export function fontWidths(path: string): (text: string) => number {
  const bytes = readFileSync(path);
  const font = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = Array.from({ length: font.getUint16(4) }, (_, table) => 12 + 16 * table);
  const at = (table: string) => {
    const entry = entries.find((start) => bytes.toString('latin1', start, start + 4) === table);
    if (entry === undefined) throw new Error(`${path}: no font table ${table}`);
    return font.getUint32(entry + 8);
  };
  const unitsPerEm = font.getUint16(at('head') + 18);
  const advances = font.getUint16(at('hhea') + 34);
  const glyphOf = characterMap(font, at('cmap'), path);
  const metrics = at('hmtx');
  const advance = (glyph: number) => font.getUint16(metrics + 4 * Math.min(glyph, advances - 1)) / unitsPerEm;
  return (text) =>
    [...text].reduce((sum, character) => sum + advance(glyphOf(character.codePointAt(0) as number)), 0);
}

function characterMap(font: DataView, cmap: number, path: string): (codePoint: number) => number {
  const subtables = Array.from(
    { length: font.getUint16(cmap + 2) },
    (_, table) => cmap + font.getUint32(cmap + 4 + 8 * table + 4),
  );
  const start = subtables.find((subtable) => font.getUint16(subtable) === 4);
  if (start === undefined) throw new Error(`${path}: no character map of format 4`);
  const segments = font.getUint16(start + 6) / 2;
  const ends = start + 14;
  const starts = ends + 2 * segments + 2;
  const deltas = starts + 2 * segments;
  const offsets = deltas + 2 * segments;
  return (codePoint) => {
    for (let segment = 0; segment < segments; segment++) {
      if (codePoint > font.getUint16(ends + 2 * segment)) continue;
      const first = font.getUint16(starts + 2 * segment);
      if (codePoint < first) return 0;
      const delta = font.getUint16(deltas + 2 * segment);
      const offset = font.getUint16(offsets + 2 * segment);
      if (offset === 0) return (codePoint + delta) & 0xffff;
      const glyph = font.getUint16(offsets + 2 * segment + offset + 2 * (codePoint - first));
      return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
    }
    return 0;
  };
}
