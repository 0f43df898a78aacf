import { simd } from './encoding.js';

/** Instructions on 4 numbers of float32. */
export const f32x4 = {
  splat: simd(0x13),
  equal: simd(0x41),
  less: simd(0x43),
  greater: simd(0x44),
  lessOrEqual: simd(0x45),
  greaterOrEqual: simd(0x46),
  absolute: simd(0xe0),
  negate: simd(0xe1),
  squareRoot: simd(0xe3),
  add: simd(0xe4),
  subtract: simd(0xe5),
  multiply: simd(0xe6),
  divide: simd(0xe7),
  minimum: simd(0xe8),
  maximum: simd(0xe9),
} as const;
