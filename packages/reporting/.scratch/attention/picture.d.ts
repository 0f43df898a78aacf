import type { AttentionInput } from '@better-attention/records';
import type { Raster } from './raster.js';
/** An example's image in RGB; grey where it has one channel. */
export declare function pictureOf({
  width,
  height,
  channels,
  pixels,
}: AttentionInput & {
  kind: 'image';
}): Raster;
