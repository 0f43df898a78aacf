/** The height, width and channels of an image, whose values lie row by row, the channels of a pixel together. */
export interface ImageShape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}
