import { describe, expect, it } from 'vitest';
import { batchCount, inOrder, weightedBatch } from '../src/batches.js';

const examples = {
  size: 7,
  batch: (positions: Uint32Array) => ({ value: Float32Array.from(positions, (position) => position * 10) }),
};

describe('weightedBatch', () => {
  it('takes the examples in the given order', () => {
    const { batch, count } = weightedBatch(examples, Uint32Array.of(6, 5, 4, 3, 2, 1, 0), 3, 1);
    expect(batch).toEqual({ value: Float32Array.of(30, 20, 10), weight: Float32Array.of(1, 1, 1) });
    expect(count).toBe(3);
  });

  it('fills the last batch up with an example that does not count', () => {
    const { batch, count } = weightedBatch(examples, inOrder(7), 3, 2);
    expect(batch).toEqual({ value: Float32Array.of(60, 60, 60), weight: Float32Array.of(1, 0, 0) });
    expect(count).toBe(1);
  });

  it.each([
    [7, 3, 3],
    [6, 3, 2],
    [1, 64, 1],
  ])('%d examples in batches of %d are %d batches', (size, batchSize, expected) => {
    expect(batchCount(size, batchSize)).toBe(expected);
  });
});
