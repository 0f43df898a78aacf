import { wordByWord } from './bulk.js';
import { fastestDraws } from './simd.js';
import { threefry, type Words } from './threefry.js';
import { wordSequence } from './words.js';

/** What a stream is derived for: a purpose (`'order'`), or a position (an epoch, a step). */
export type Purpose = string | number;

/** From so many numbers on, drawing them at once is faster than one after the other. */
const MANY = 1024;

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
  /** Fills an array with the next words, those that as many calls of `bits` give, and returns it. */
  fill(words: Uint32Array): Uint32Array;
  /**
   * `length` bytes, each 1 with probability `probability` (in steps of 2⁻³²) and 0 otherwise: a dropout mask.
   *
   * @param into an array of `length` bytes that takes the mask and is returned, default: a new one
   * @throws RangeError when the probability is not from 0 to 1, or `into` has another length
   */
  bernoulli(length: number, probability: number, into?: Uint8Array): Uint8Array;
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
  const words = wordSequence(key);
  const bits = words.next;

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

  function fill(output: Uint32Array): Uint32Array {
    const draws = output.length < MANY ? wordByWord : fastestDraws();
    draws.fill(words, output);
    return output;
  }

  /**
   * Compares one random byte an element with the probability's first byte, and draws the 24 bits below it only
   * where the two are equal, so that a mask costs a quarter of a word an element and its probability stays exact.
   */
  function bernoulli(
    length: number,
    probability: number,
    into: Uint8Array = new Uint8Array(length),
  ): Uint8Array {
    requireMask(length, probability, into);
    const threshold = Math.round(probability * 2 ** 32);
    if (threshold === 2 ** 32) {
      words.moveTo(words.position() + Math.ceil(length / 4));
      return into.fill(1);
    }
    const draws = length < MANY ? wordByWord : fastestDraws();
    draws.decide(words, into, threshold);
    return into;
  }

  return {
    derive: (...purposes) => derived(key, purposes),
    bits,
    uniform,
    integer,
    normal,
    permutation,
    fill,
    bernoulli,
  };
}

function requireMask(length: number, probability: number, into: Uint8Array): void {
  if (!(probability >= 0 && probability <= 1)) {
    throw new RangeError(`random bernoulli: expected a probability from 0 to 1, got ${probability}`);
  }
  if (into.length !== length) {
    throw new RangeError(`random bernoulli: expected an array of ${length} bytes, got ${into.length}`);
  }
}
