import { type Code, place, simd } from './encoding.js';

/** Instructions on vectors of 128 bits, whatever their elements are. */
export const v128 = {
  /** Reads the vector `offset` bytes behind the address on the stack, which may be any. */
  load: (offset = 0): Code => simd(0x00, ...place(offset)),
  /** Writes a vector `offset` bytes behind the address on the stack, which may be any. */
  store: (offset = 0): Code => simd(0x0b, ...place(offset)),
  /** Puts the vector on the stack whose 16 bytes are the first of `elements`. */
  constant: ({ buffer, byteOffset }: Uint8Array | Int32Array | Float32Array): Code =>
    simd(0x0c, ...new Uint8Array(buffer, byteOffset, 16)),
  not: simd(0x4d),
  and: simd(0x4e),
  or: simd(0x50),
  xor: simd(0x51),
  /** Of two vectors the bits of the first where the third has ones, those of the second where it has zeros. */
  select: simd(0x52),
} as const;
