/** The height, width and channels of an image, whose values lie row by row, the channels of a pixel together. */
export interface ImageShape {
  height: number;
  width: number;
  channels: number;
}
