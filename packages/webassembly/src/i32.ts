import { type Code, place, signed } from './encoding.js';

/** Instructions on integers of 32 bits. */
export const i32 = {
  /** Puts a number on the stack. */
  constant: (value: number): Code => [0x41, ...signed(value)],
  /** Reads the integer `offset` bytes behind the address on the stack. */
  load: (offset = 0): Code => [0x28, ...place(offset)],
  /** Writes the lowest byte `offset` bytes behind the address on the stack. */
  storeByte: (offset = 0): Code => [0x3a, ...place(offset)],
  equalZero: [0x45],
  lessUnsigned: [0x49],
  greaterUnsigned: [0x4b],
  countTrailingZeros: [0x68],
  add: [0x6a],
  subtract: [0x6b],
  multiply: [0x6c],
  and: [0x71],
  xor: [0x73],
  shiftLeft: [0x74],
  shiftRightUnsigned: [0x76],
} as const;
