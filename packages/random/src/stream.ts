import { fillThreefry, threefry, type Words } from './threefry.js';

/** What a stream is derived for: a purpose (`'order'`), or a position (an epoch, a step). */
export type Purpose = string | number;

const BUFFERED_WORDS = 64;

/**
 * An endless, seeded sequence of random numbers. The same seed and purposes give the same numbers on every
 * machine; streams of other purposes are independent of it.
 */
export interface RandomStream {
  /** A stream of its own for a purpose, the same however far this one has been read. */
  derive(...purposes: Purpose[]): RandomStream;
  /** The next 32 random bits, as an unsigned integer. */
  bits(): number;
  /** The next number from [0, 1), a multiple of 2⁻³². */
  uniform(): number;
  /** The next integer from 0 … bound − 1, all equally likely. `bound` is at most 2³². */
  integer(bound: number): number;
  /** The next number of the standard normal distribution. */
  normal(): number;
  /** 0 … length − 1 in random order. */
  permutation(length: number): Uint32Array;
  /** `length` bytes, each 1 with probability `probability` (in steps of 2⁻³²) and 0 otherwise: a dropout mask. */
  bernoulli(length: number, probability: number): Uint8Array;
}

/**
 * The stream of a seed, or, with purposes, the one that `randomStream(seed).derive(...purposes)` gives.
 *
 * @param seed a non-negative safe integer; 0 is a seed like any other
 * @throws RangeError when the seed is anything else
 */
export function randomStream(seed: number, ...purposes: Purpose[]): RandomStream {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(`random stream: expected a non-negative integer seed, got ${seed}`);
  }
  return derived([Math.floor(seed / 2 ** 32), seed >>> 0], purposes);
}

function derived(key: Words, purposes: readonly Purpose[]): RandomStream {
  return streamOf(purposes.reduce<Words>(absorb, key));
}

/** The key of a purpose below a key: its characters, or its number, absorbed block by block. */
function absorb(key: Words, purpose: Purpose): Words {
  const bytes = new TextEncoder().encode(`${typeof purpose === 'number' ? '#' : '$'}${purpose}`);
  let state: Words = threefry(key, [0xffffffff, bytes.length]);
  for (let start = 0; start < bytes.length; start += 8) {
    const word = (offset: number) =>
      [0, 1, 2, 3].reduce((sum, at) => sum | ((bytes[start + offset + at] ?? 0) << (8 * at)), 0);
    state = threefry(state, [word(0), word(4)]);
  }
  return state;
}

function streamOf(key: Words): RandomStream {
  const buffer = new Uint32Array(BUFFERED_WORDS);
  let read = BUFFERED_WORDS;
  let low = 0;
  let high = 0;

  function bits(): number {
    if (read === BUFFERED_WORDS) {
      fillThreefry(key, [low, high], buffer);
      low = (low + BUFFERED_WORDS / 2) >>> 0;
      if (low === 0) high++;
      read = 0;
    }
    return buffer[read++] as number;
  }

  function uniform(): number {
    return bits() * 2 ** -32;
  }

  function integer(bound: number): number {
    if (!Number.isInteger(bound) || bound < 1 || bound > 2 ** 32) {
      throw new RangeError(`random integer: expected a bound from 1 to 2^32, got ${bound}`);
    }
    const accepted = 2 ** 32 - (2 ** 32 % bound);
    let word = bits();
    while (word >= accepted) word = bits();
    return word % bound;
  }

  function normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    return radius * Math.cos(2 * Math.PI * uniform());
  }

  function permutation(length: number): Uint32Array {
    const order = Uint32Array.from({ length }, (_, position) => position);
    for (let last = length - 1; last > 0; last--) {
      const other = integer(last + 1);
      const kept = order[last] as number;
      order[last] = order[other] as number;
      order[other] = kept;
    }
    return order;
  }

  /**
   * Compares one random byte an element with the probability's first byte, and draws the 24 bits below it only
   * where the two are equal, so that a mask costs a quarter of a word an element and its probability stays exact.
   */
  function bernoulli(length: number, probability: number): Uint8Array {
    const threshold = Math.round(probability * 2 ** 32);
    const leading = Math.floor(threshold / 2 ** 24);
    const trailing = threshold % 2 ** 24;
    const everyByte = Math.imul(leading, 0x01010101);
    const mask = new Uint8Array(length + 3);
    for (let position = 0; position < length; position += 4) {
      const word = bits() | 0;
      const kept = leading === 256 ? 0x01010101 : bytesBelow(word, everyByte);
      mask[position] = kept & 1;
      mask[position + 1] = (kept >>> 8) & 1;
      mask[position + 2] = (kept >>> 16) & 1;
      mask[position + 3] = kept >>> 24;
      if (leading < 256 && hasZeroByte(word ^ everyByte)) drawTrailing(word, position);
    }
    return mask.subarray(0, length);

    function drawTrailing(word: number, start: number): void {
      for (let at = 0; at < 4 && start + at < length; at++) {
        if (((word >>> (8 * at)) & 0xff) === leading) mask[start + at] = bits() >>> 8 < trailing ? 1 : 0;
      }
    }
  }

  return {
    derive: (...purposes) => derived(key, purposes),
    bits,
    uniform,
    integer,
    normal,
    permutation,
    bernoulli,
  };
}

/** 1 in each byte of a word that is below the same byte of `bound`, 0 in the others. */
function bytesBelow(word: number, bound: number): number {
  const reaches = ((word | 0x80808080) - (bound & 0x7f7f7f7f)) | 0;
  return (((~word & bound) | (~(word ^ bound) & ~reaches)) & 0x80808080) >>> 7;
}

/** Whether any byte of a word is 0. */
function hasZeroByte(word: number): boolean {
  return (((word - 0x01010101) | 0) & ~word & 0x80808080) !== 0;
}
