import type { AttentionOptions } from '../src/index.js';

/** The sizes at which parameters are counted, in the order of {@link COUNTS}. */
export const SIZES = {
  'IMDB (D 32, L 32)': { modelWidth: 32, heads: 4, contextLength: 32 },
  'ViT on MNIST (D 64, L 49)': { modelWidth: 64, heads: 4, contextLength: 49 },
  'ViT on CIFAR-100 (D 64, L 144)': { modelWidth: 64, heads: 4, contextLength: 144 },
  'translation (D 256, L 20)': { modelWidth: 256, heads: 8, contextLength: 20 },
  'the paper’s formulas (D 64, L 64, no biases)': {
    modelWidth: 64,
    heads: 2,
    contextLength: 64,
    useBias: false,
  },
  'the sizes that the README compares at (D 64, L 64)': { modelWidth: 64, heads: 4, contextLength: 64 },
  'the same without biases': { modelWidth: 64, heads: 4, contextLength: 64, useBias: false },
  'one alignment per head (D 8, L 5, 4 heads)': {
    modelWidth: 8,
    heads: 4,
    contextLength: 5,
    alignment: 'per head',
  },
} as const satisfies Record<string, AttentionOptions & Record<string, unknown>>;

/** The name of a size. */
export type Size = keyof typeof SIZES;

/** What a mechanism is expected to count: matrix products for one head, and parameters at each of {@link SIZES}. */
export interface Counts {
  readonly matmulsPerHead: number;
  readonly parameters: readonly number[];
}

/**
 * By hand, with biases: 4, 3, 2 and 2 times D² + D, and L² or H · L² for W^A; Linformer as Standard, and 2 Lp L with
 * Lp = ⌈L / 4⌉; Performer as Standard; Multi-query 2 times D² + D, and 2 times D Dh + Dh.
 */
// biome-ignore format: a mechanism is one row, a size one column
export const COUNTS: Readonly<Record<string, Counts>> = {
  standard:      { matmulsPerHead: 6, parameters: [4_224, 16_640, 16_640, 263_168, 16_384, 16_640, 16_384, 288] },
  optimised:     { matmulsPerHead: 5, parameters: [3_168, 12_480, 12_480, 197_376, 12_288, 12_480, 12_288, 216] },
  efficient:     { matmulsPerHead: 4, parameters: [2_112,  8_320,  8_320, 131_584,  8_192,  8_320,  8_192, 144] },
  super:         { matmulsPerHead: 5, parameters: [3_136, 10_721, 29_056, 131_984, 12_288, 12_416, 12_288, 244] },
  linformer:     { matmulsPerHead: 8, parameters: [4_736, 17_914, 27_008, 263_368, 18_432, 18_688, 18_432, 308] },
  performer:     { matmulsPerHead: 8, parameters: [4_224, 16_640, 16_640, 263_168, 16_384, 16_640, 16_384, 288] },
  'multi-query': { matmulsPerHead: 6, parameters: [2_640, 10_400, 10_400, 148_032, 12_288, 10_400, 10_240, 180] },
};

/** The parameters of one layer of a mechanism at a size. */
export function parametersAt(size: Size, mechanism: string): number {
  return COUNTS[mechanism]?.parameters[Object.keys(SIZES).indexOf(size)] as number;
}
