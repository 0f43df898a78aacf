/** An example's image in RGB; grey where it has one channel. */
export function pictureOf({ width, height, channels, pixels }) {
  const bytes = Buffer.from(pixels, 'base64');
  const coloured = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let colour = 0; colour < 3; colour++) {
      coloured[pixel * 3 + colour] = bytes[pixel * channels + (channels === 1 ? 0 : colour)];
    }
  }
  return { width, height, pixels: coloured };
}
