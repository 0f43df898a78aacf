import sharp, { type Sharp } from 'sharp';

/** The colour that images have by default. */
export const RED = { r: 220, g: 30, b: 30 };

/** An image of 16 × 16 pixels of one colour. */
export function solid(colour: { r: number; g: number; b: number }): Sharp {
  return sharp({ create: { width: 16, height: 16, channels: 3, background: colour } });
}

/** Such an image, encoded. */
export function jpeg(colour = RED): Promise<Buffer> {
  return solid(colour).jpeg({ quality: 95 }).toBuffer();
}

/** The channels of the pixel in the middle of a decoded image. */
export function middle(pixels: Uint8Array, size: number): number[] {
  const start = (Math.floor(size / 2) * size + Math.floor(size / 2)) * 3;
  return [...pixels.subarray(start, start + 3)];
}
