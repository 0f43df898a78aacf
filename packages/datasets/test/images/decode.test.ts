import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeImage } from '../../src/images/decode.js';
import { jpeg, middle, RED, solid } from './solid.js';

describe('decoding', () => {
  it.each([
    ['a JPEG', () => jpeg(), [220, 30, 30]],
    ['a CMYK JPEG', () => solid(RED).toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer(), [220, 30, 30]],
    [
      'a grey JPEG',
      () => solid({ r: 90, g: 90, b: 90 }).toColourspace('b-w').jpeg().toBuffer(),
      [90, 90, 90],
    ],
    ['a PNG, whatever its name', () => solid(RED).png().toBuffer(), [220, 30, 30]],
    ['a PNG with an alpha channel', () => solid(RED).ensureAlpha().png().toBuffer(), [220, 30, 30]],
    [
      'a grey PNG with 16 bits',
      () => solid({ r: 90, g: 90, b: 90 }).toColourspace('grey16').png().toBuffer(),
      [90, 90, 90],
    ],
  ])('gives three channels of %s', async (name, encode, colour) => {
    const pixels = await decodeImage(await encode(), 6);
    expect(pixels).toHaveLength(6 * 6 * 3);
    for (const [channel, value] of middle(pixels, 6).entries()) {
      expect(Math.abs(value - (colour[channel] as number))).toBeLessThan(name.includes('CMYK') ? 40 : 12);
    }
  });

  it('covers the square and cuts both sides of the longer edge', async () => {
    const left = { input: await solid({ r: 0, g: 0, b: 255 }).png().toBuffer(), left: 0, top: 0 };
    const wide = await sharp({ create: { width: 48, height: 16, channels: 3, background: RED } })
      .composite([left, { ...left, left: 32 }])
      .png()
      .toBuffer();
    const pixels = await decodeImage(wide, 16);
    expect([...pixels.subarray(0, 3)]).toEqual([220, 30, 30]);
    expect([...pixels.subarray(-3)]).toEqual([220, 30, 30]);
  });

  it.each([
    ['cut short', async () => (await jpeg()).subarray(0, -150)],
    ['a web page', async () => Buffer.from('<!DOCTYPE html>')],
    ['empty', async () => Buffer.alloc(0)],
  ])('refuses an image that is %s', async (_, content) => {
    await expect(decodeImage(await content(), 6)).rejects.toThrow(
      /premature end|unsupported image|empty|VipsJpeg/i,
    );
  });
});
