/** A font file's widths. */
export interface FontMetrics {
  /** The width of a text in ems, without kerning. */
  width(text: string): number;
}
/** The bundled font, Inter (SIL Open Font License 1.1), by weight. */
export declare const FONT_FILES: {
  regular: string;
  semiBold: string;
};
/**
 * Reads the advance widths of a TrueType or OpenType font.
 *
 * Source: OpenType specification, tables `head`, `hhea`, `hmtx` and `cmap` format 4.
 *
 * @throws Error when the font has no character map of format 4
 */
export declare function fontMetrics(path: string): FontMetrics;
