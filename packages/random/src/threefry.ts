/** A 64-bit block or key as two unsigned 32-bit words. */
export type Words = readonly [number, number];

/** The third word of a key is this constant and the other two, combined by exclusive or. */
export const PARITY = 0x1bd11bda;

/**
 * Threefry-2x32 with 20 rounds: a keyed bijection of 64-bit counters whose outputs pass as random.
 * Fills `output` with the blocks of consecutive counters, two words each.
 *
 * Source: Salmon, Moraes, Dror, Shaw (2011), “Parallel random numbers: as easy as 1, 2, 3”, section 4.2.
 *
 * @param key two 32-bit words
 * @param counter the first counter, two 32-bit words; the first word counts up
 * @param output an even number of words
 */
export function fillThreefry(key: Words, counter: Words, output: Uint32Array): void {
  const first = key[0] | 0;
  const second = key[1] | 0;
  const third = PARITY ^ first ^ second;
  for (let block = 0; block < output.length; block += 2) {
    let x = (counter[0] + (block >> 1) + first) | 0;
    let y = (counter[1] + second) | 0;

    x = (x + y) | 0;
    y = ((y << 13) | (y >>> 19)) ^ x;
    x = (x + y) | 0;
    y = ((y << 15) | (y >>> 17)) ^ x;
    x = (x + y) | 0;
    y = ((y << 26) | (y >>> 6)) ^ x;
    x = (x + y) | 0;
    y = ((y << 6) | (y >>> 26)) ^ x;
    x = (x + second) | 0;
    y = (y + third + 1) | 0;

    x = (x + y) | 0;
    y = ((y << 17) | (y >>> 15)) ^ x;
    x = (x + y) | 0;
    y = ((y << 29) | (y >>> 3)) ^ x;
    x = (x + y) | 0;
    y = ((y << 16) | (y >>> 16)) ^ x;
    x = (x + y) | 0;
    y = ((y << 24) | (y >>> 8)) ^ x;
    x = (x + third) | 0;
    y = (y + first + 2) | 0;

    x = (x + y) | 0;
    y = ((y << 13) | (y >>> 19)) ^ x;
    x = (x + y) | 0;
    y = ((y << 15) | (y >>> 17)) ^ x;
    x = (x + y) | 0;
    y = ((y << 26) | (y >>> 6)) ^ x;
    x = (x + y) | 0;
    y = ((y << 6) | (y >>> 26)) ^ x;
    x = (x + first) | 0;
    y = (y + second + 3) | 0;

    x = (x + y) | 0;
    y = ((y << 17) | (y >>> 15)) ^ x;
    x = (x + y) | 0;
    y = ((y << 29) | (y >>> 3)) ^ x;
    x = (x + y) | 0;
    y = ((y << 16) | (y >>> 16)) ^ x;
    x = (x + y) | 0;
    y = ((y << 24) | (y >>> 8)) ^ x;
    x = (x + second) | 0;
    y = (y + third + 4) | 0;

    x = (x + y) | 0;
    y = ((y << 13) | (y >>> 19)) ^ x;
    x = (x + y) | 0;
    y = ((y << 15) | (y >>> 17)) ^ x;
    x = (x + y) | 0;
    y = ((y << 26) | (y >>> 6)) ^ x;
    x = (x + y) | 0;
    y = ((y << 6) | (y >>> 26)) ^ x;
    x = (x + third) | 0;
    y = (y + first + 5) | 0;

    output[block] = x;
    output[block + 1] = y;
  }
}

/**
 * One block of Threefry-2x32-20; see {@link fillThreefry}.
 *
 * @returns two unsigned 32-bit words
 */
export function threefry(key: Words, counter: Words): Words {
  const output = new Uint32Array(2);
  fillThreefry(key, counter, output);
  return [output[0] as number, output[1] as number];
}
