import { randomStream } from '@better-attention/random';
import {
  type AttentionInput,
  type AttentionMaps,
  attentionMaps,
  storedLayer,
} from '@better-attention/records';

const WORDS = 'the film is a quiet wonder and its second half made me forget the time <oov> ten ten'.split(
  ' ',
);

/** Words of a review, of a length. */
export function words(count: number): string[] {
  return Array.from({ length: count }, (_, at) => WORDS[at % WORDS.length] as string);
}

/** An image whose pixels differ, in so many channels. */
export function image(side: number, channels: number): AttentionInput {
  const pixels = Buffer.from(
    Array.from({ length: side * side * channels }, (_, at) => (at * 37 + (at % channels) * 80) % 256),
  );
  return { kind: 'image', width: side, height: side, channels, pixels: pixels.toString('base64') };
}

/** Softmax weights `[heads × queries × keys]` that depend on the name alone. */
function weights(name: string, heads: number, queries: number, keys: number): Float32Array {
  const random = randomStream(0, name);
  const result = new Float32Array(heads * queries * keys);
  for (let row = 0; row < heads * queries; row++) {
    const scores = Array.from({ length: keys }, () => Math.exp(1.5 * random.normal()));
    const total = scores.reduce((sum, score) => sum + score, 0);
    result.set(
      scores.map((score) => score / total),
      row * keys,
    );
  }
  return result;
}

/** The maps of one run: these inputs, each with one layer of weights. */
export function mapsOf(
  name: string,
  inputs: readonly { label: string; input: AttentionInput; layer: string; queries: number; keys: number }[],
  heads = 4,
): AttentionMaps {
  return attentionMaps.parse({
    version: 1,
    examples: inputs.map(({ label, input, layer, queries, keys }) => ({
      label,
      input,
      layers: [storedLayer(layer, [heads, queries, keys], weights(`${name} ${label}`, heads, queries, keys))],
    })),
  });
}
