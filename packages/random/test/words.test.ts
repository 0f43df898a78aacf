import { describe, expect, it } from 'vitest';
import { threefry, type Words } from '../src/threefry.js';
import { wordSequence } from '../src/words.js';

const KEY: Words = [5, 2 ** 32 - 7];

/** The word at a position, by its block. */
const wordAt = (position: number) =>
  threefry(KEY, [Math.floor(position / 2) % 2 ** 32, Math.floor(position / 2 ** 33)])[position % 2];

describe('a sequence of words', () => {
  it.each([0, 1, 63, 64, 65, 1000, 2 ** 33 - 1, 2 ** 33, 2 ** 40 + 3])('begins at %d', (start) => {
    const words = wordSequence(KEY, start);
    for (let position = start; position < start + 200; position++) {
      expect(words.position()).toBe(position);
      expect(words.next()).toBe(wordAt(position));
    }
  });

  it.each([0, 63, 64, 128, 2 ** 33 + 65])('moves to %d, wherever it was', (position) => {
    const words = wordSequence(KEY, 100);
    words.next();
    words.moveTo(position);
    expect(words.position()).toBe(position);
    expect([words.next(), words.next()]).toEqual([wordAt(position), wordAt(position + 1)]);
  });
});
