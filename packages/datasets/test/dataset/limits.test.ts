import { describe, expect, it } from 'vitest';
import { spreadPositions } from '../../src/dataset/limits.js';

describe('a part of the examples', () => {
  it('is spread evenly over each class', () => {
    const labels = Int32Array.from({ length: 20 }, (_, position) => (position < 10 ? 0 : 1));
    expect([...spreadPositions(labels, 4)]).toEqual([0, 5, 10, 15]);
    expect([...spreadPositions(Int32Array.of(1, 0, 1, 0, 1, 0), 2)]).toEqual([0, 1]);
    expect([...spreadPositions(labels, 20)]).toEqual([...labels.keys()]);
  });

  it('is none, or more than all, only with an error', () => {
    for (const count of [0, 21, 1.5]) {
      expect(() => spreadPositions(new Int32Array(20), count)).toThrow(
        `limits: expected from 1 to 20 examples, got ${count}`,
      );
    }
  });
});
