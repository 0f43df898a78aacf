import { describe, expect, it } from 'vitest';
import { packBits, unpackBits } from '../src/index.js';

const flags = Uint8Array.of(1, 1, 1, 0, 1, 0, 0, 0, 0, 1);

describe('bits of examples', () => {
  it('are packed from the highest of a byte on, as NumPy packs them', () => {
    expect(packBits(flags)).toBe(Buffer.of(0b1110_1000, 0b0100_0000).toString('base64'));
  });

  it.each([0, 1, 7, 8, 9, 1000])('come back as they were, %i of them', (count) => {
    const given = Uint8Array.from({ length: count }, (_, at) => ((at * at) >> 1) & 1);
    expect(unpackBits(packBits(given), count)).toEqual(given);
  });

  it('are refused where they are those of another number of examples', () => {
    expect(() => unpackBits(packBits(flags), 17)).toThrow(
      new RangeError('expected 3 bytes for 17 examples, got 2'),
    );
    expect(() => unpackBits(packBits(flags), 9)).toThrow(
      new RangeError('expected no bit after the 9 of the examples, got one'),
    );
  });
});
