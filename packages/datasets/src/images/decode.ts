import { availableParallelism } from 'node:os';
import type sharp from 'sharp';
import { MOST_PIXELS } from '../bounds/bounds.js';
import { counted } from '../messages/counted.js';

/** An item with its pixels, or why it has none. */
export type Decoded<Item> =
  | { readonly item: Item; readonly pixels: Uint8Array }
  | { readonly item: Item; readonly failure: string };

const AHEAD = 4 * availableParallelism();
const CHANNELS = 3;

let decoder: Promise<typeof sharp> | undefined;

/** The decoder, loaded when the first image is decoded: texts need no native code. */
async function loadedDecoder(): Promise<typeof sharp> {
  const { default: loaded } = await import('sharp');
  loaded.concurrency(1);
  loaded.cache(false);
  return loaded;
}

/**
 * An image of any format that its content tells (JPEG, also CMYK and grey; PNG), as size × size × 3 bytes of sRGB: scaled
 * so that it covers the square, with antialiasing, and cut at both sides of its longer edge.
 *
 * @throws Error when it can't be decoded, is cut short, or has more than 67,108,864 pixels
 */
export async function decodeImage(bytes: Uint8Array, size: number): Promise<Uint8Array> {
  decoder ??= loadedDecoder();
  const decode = await decoder;
  const { data, info } = await decode(bytes, { failOn: 'error', limitInputPixels: MOST_PIXELS })
    .resize(size, size, { fit: 'cover' })
    .toColourspace('srgb')
    .flatten({ background: '#000000' })
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch((error: Error) => {
      if (!error.message.includes('pixel limit')) throw error;
      throw new Error(`expected at most ${counted(MOST_PIXELS, 'pixel')}, found more; scale it down`, {
        cause: error,
      });
    });
  if (info.channels === CHANNELS) return data;
  throw new Error(`expected ${CHANNELS} channels, found ${info.channels}`);
}

/** Decodes items in their order on the threads of the decoder, some ahead of the one that is taken. */
export async function* decodeAhead<Item extends { readonly bytes: Uint8Array }>(
  items: AsyncIterable<Item>,
  size: number,
): AsyncGenerator<Decoded<Item>> {
  const decode = (item: Item): Promise<Decoded<Item>> =>
    decodeImage(item.bytes, size).then(
      (pixels) => ({ item, pixels }),
      (error: Error) => ({ item, failure: error.message.split('\n')[0] as string }),
    );
  const waiting: Promise<Decoded<Item>>[] = [];
  for await (const item of items) {
    waiting.push(decode(item));
    if (waiting.length >= AHEAD) yield waiting.shift() as Promise<Decoded<Item>>;
  }
  yield* waiting;
}
