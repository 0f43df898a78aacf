import { z } from 'zod';

const count = z.int().positive();
const words = z.array(z.string());
const base64 = z.base64();
const bytesOf = (text: string) => Buffer.byteLength(text, 'base64');

/** What a model attended to, in a form that people can look at. */
const input = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), tokens: words }),
  z
    .strictObject({
      kind: z.literal('image'),
      width: count,
      height: count,
      channels: count,
      /** A byte a pixel and channel, row by row. */
      pixels: base64,
    })
    .refine(({ width, height, channels, pixels }) => bytesOf(pixels) === width * height * channels, {
      path: ['pixels'],
      error: 'expected a byte a pixel and channel',
    }),
  z.strictObject({ kind: z.literal('translation'), source: words, target: words }),
]);

const layer = z
  .strictObject({
    name: z.string(),
    heads: count,
    queries: count,
    keys: count,
    /** Weight = stored number / scale. */
    scale: z.literal(65535),
    /** `[heads × queries × keys]`, little-endian unsigned integers of 16 bits. */
    weights: base64,
  })
  .refine(({ heads, queries, keys, weights }) => bytesOf(weights) === 2 * heads * queries * keys, {
    path: ['weights'],
    error: 'expected two bytes a head, query and key',
  });

const example = z.strictObject({ label: z.string(), input, layers: z.array(layer) });

/** The attention weights that a trained model gives to a handful of examples of the test part. */
export const attentionMaps = z.strictObject({ version: z.literal(1), examples: z.array(example) });

/** The attention weights that a trained model gives to a handful of examples of the test part. */
export type AttentionMaps = z.infer<typeof attentionMaps>;
/** One example with the weights of each layer. */
export type AttentionExample = z.infer<typeof example>;
/** What a model attended to. */
export type AttentionInput = z.infer<typeof input>;
/** The weights of one attention layer for one example. */
export type AttentionLayer = z.infer<typeof layer>;

const SCALE = 65535;

/**
 * The weights of one layer for one example as they are stored, rounded to multiples of 1/65535.
 *
 * @param weights `[heads × queries × keys]`, each from 0 to 1
 */
export function storedLayer(
  name: string,
  [heads, queries, keys]: readonly [number, number, number],
  weights: Float32Array,
): AttentionLayer {
  const bytes = Buffer.alloc(weights.length * 2);
  weights.forEach((weight, at) => {
    bytes.writeUInt16LE(Math.round(Math.min(Math.max(weight, 0), 1) * SCALE), at * 2);
  });
  return { name, heads, queries, keys, scale: SCALE, weights: bytes.toString('base64') };
}

/** The weights `[heads × queries × keys]` of a stored layer. */
export function layerWeights({ weights, scale }: AttentionLayer): Float32Array {
  const bytes = Buffer.from(weights, 'base64');
  return Float32Array.from({ length: bytes.length / 2 }, (_, at) => bytes.readUInt16LE(at * 2) / scale);
}
