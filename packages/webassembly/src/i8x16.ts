import { type Code, simd } from './encoding.js';

/** Instructions on 16 bytes. */
export const i8x16 = {
  /** 16 bytes of two vectors, by their positions: 0–15 in the first, 16–31 in the second. */
  shuffle: (positions: readonly number[]): Code => simd(0x0d, ...positions),
  splat: simd(0x0f),
  equal: simd(0x23),
  lessUnsigned: simd(0x26),
  /** An integer whose bit i is the highest bit of byte i. */
  bitmask: simd(0x64),
} as const;
