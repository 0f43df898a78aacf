/** A picture of 8-bit RGB pixels, row by row. */
export interface Raster {
  width: number;
  height: number;
  /** `[height × width × 3]` */
  pixels: Uint8Array;
}
/** The colour of a share from 0, dark, to 1, bright. */
export declare function heatColour(share: number): [red: number, green: number, blue: number];
/** Values `[height × width]` as colours, from 0 to `largest`. */
export declare function heatMap(values: ArrayLike<number>, width: number, largest: number): Raster;
/**
 * The picture as a PNG in a data URL. Its pixels are stored uncompressed: what a compressor makes of them depends on
 * the machine, and maps of attention have few.
 */
export declare function pngUrl({ width, height, pixels }: Raster): string;
/** A chunk of a PNG: length, type, content, check sum. */
export declare function chunk(type: string, content: Uint8Array): Buffer;
