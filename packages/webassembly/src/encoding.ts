/** Part of a WebAssembly module, encoded. */
export type Code = readonly number[];

/** An unsigned integer of 32 bits in LEB128. */
export function unsigned(value: number): Code {
  const bytes: number[] = [];
  let rest = value >>> 0;
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  return [...bytes, rest];
}

/** A signed integer of 32 bits in LEB128. */
export function signed(value: number): Code {
  const bytes: number[] = [];
  let rest = value | 0;
  while (rest < -0x40 || rest > 0x3f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>= 7;
  }
  return [...bytes, rest & 0x7f];
}

/** What ends a block, a loop and a function. */
export const END = 0x0b;

/** An instruction on vectors. */
export const simd = (instruction: number, ...immediates: Code): Code => [
  0xfd,
  ...unsigned(instruction),
  ...immediates,
];

/** Where an access lies behind the address on the stack, which is aligned to nothing. */
export const place = (offset: number): Code => [0, ...unsigned(offset)];
