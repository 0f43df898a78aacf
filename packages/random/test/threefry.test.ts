import { describe, expect, it } from 'vitest';
import { fillThreefry, threefry, type Words } from '../src/threefry.js';

/** Known answers published with the Random123 library (kat_vectors, `threefry2x32 20`). */
const KNOWN: [counter: Words, key: Words, output: Words][] = [
  [
    [0, 0],
    [0, 0],
    [0x6b200159, 0x99ba4efe],
  ],
  [
    [0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff],
    [0x1cb996fc, 0xbb002be7],
  ],
  [
    [0x243f6a88, 0x85a308d3],
    [0x13198a2e, 0x03707344],
    [0xc4923a9c, 0x483df7a0],
  ],
];

describe('threefry', () => {
  it.each(KNOWN)('counter %j, key %j gives the published %j', (counter, key, output) => {
    expect(threefry(key, counter)).toEqual(output);
  });

  it('fills consecutive counters', () => {
    const output = new Uint32Array(6);
    fillThreefry([7, 9], [0xffffffff, 3], output);
    expect([...output.subarray(0, 2)]).toEqual([...threefry([7, 9], [0xffffffff, 3])]);
    expect([...output.subarray(2, 4)]).toEqual([...threefry([7, 9], [0, 3])]);
    expect([...output.subarray(4, 6)]).toEqual([...threefry([7, 9], [1, 3])]);
  });
});
