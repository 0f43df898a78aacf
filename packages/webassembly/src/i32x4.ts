import { simd } from './encoding.js';

/** Instructions on 4 integers of 32 bits. */
export const i32x4 = {
  splat: simd(0x11),
  lessUnsigned: simd(0x3a),
  shiftLeft: simd(0xab),
  shiftRightUnsigned: simd(0xad),
  add: simd(0xae),
  subtract: simd(0xb1),
} as const;
