/** Numbers that look random, the same for the same seed. */
export interface Numbers {
  /** From 0 up to 1. */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** 0 … bound − 1. */
  integer(bound: number): number;
}

/** Numbers of a seed: the generator SplitMix32, and of Box and Muller's pairs the first. */
export function numbers(seed: number): Numbers {
  let state = Math.imul(seed, 0x85ebca6b) | 0;
  const uniform = () => {
    state = (state + 0x9e3779b9) | 0;
    let word = state ^ (state >>> 16);
    word = Math.imul(word, 0x21f0aaad);
    word ^= word >>> 15;
    word = Math.imul(word, 0x735a2d97);
    return ((word ^ (word >>> 15)) >>> 0) / 2 ** 32;
  };
  return {
    uniform,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    integer: (bound) => Math.floor(uniform() * bound),
  };
}
