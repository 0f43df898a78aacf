import { describe, expect, it } from 'vitest';
import { ahead, batchCount, inOrder, weightedBatch } from '../../src/loop/batches.js';

const examples = {
  size: 7,
  batch: (positions: Uint32Array) => ({ value: Float32Array.from(positions, (position) => position * 10) }),
};

describe('weightedBatch', () => {
  it('takes the examples in the given order', async () => {
    const batch = await weightedBatch(examples, Uint32Array.of(6, 5, 4, 3, 2, 1, 0), 3, 1);
    expect(batch).toEqual({ value: Float32Array.of(30, 20, 10), weight: Float32Array.of(1, 1, 1) });
  });

  it('fills the last batch up with an example that does not count', async () => {
    const batch = await weightedBatch(examples, inOrder(7), 3, 2);
    expect(batch).toEqual({ value: Float32Array.of(60, 60, 60), weight: Float32Array.of(1, 0, 0) });
  });

  it.each([
    [7, 3, 3],
    [6, 3, 2],
    [1, 64, 1],
  ])('%d examples in batches of %d are %d batches', (size, batchSize, expected) => {
    expect(batchCount(size, batchSize)).toBe(expected);
  });
});

describe('ahead', () => {
  it('starts the next while one is used, and gives all in order', async () => {
    const log: string[] = [];
    const values = ahead(3, async (number) => {
      log.push(`made ${number}`);
      return number;
    });
    for await (const value of values) log.push(`used ${value}`);
    expect(log).toEqual(['made 0', 'made 1', 'used 0', 'made 2', 'used 1', 'used 2']);
  });

  it('fails where the value that failed is due', async () => {
    const used: number[] = [];
    const values = ahead(3, async (number) => {
      if (number === 1) throw new Error('no second');
      return number;
    });
    const all = (async () => {
      for await (const value of values) used.push(value);
    })();
    await expect(all).rejects.toThrow('no second');
    expect(used).toEqual([0]);
  });

  it('gives nothing of nothing', async () => {
    for await (const value of ahead(0, async () => 1)) expect.fail(`got ${value}`);
  });
});
