import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomStream } from '../src/stream.js';

const hashOf = (array: Uint8Array | Uint32Array) =>
  createHash('sha256').update(array).digest('hex').slice(0, 16);
const take = (count: number, draw: () => number) => Array.from({ length: count }, draw);

describe('randomStream', () => {
  it('gives the same numbers for the same seed, 0 included, and others for another', () => {
    const first = take(100, randomStream(0).bits);
    expect(take(100, randomStream(0).bits)).toEqual(first);
    expect(take(100, randomStream(1).bits)).not.toEqual(first);
    expect(take(100, randomStream(2 ** 32).bits)).not.toEqual(first);
  });

  it('does not repeat beyond its buffer', () => {
    expect(new Set(take(10_000, randomStream(3).bits)).size).toBeGreaterThan(9_990);
  });

  it('derives the same stream however far it has been read', () => {
    const read = randomStream(5);
    take(77, read.bits);
    expect(take(8, read.derive('order', 2).bits)).toEqual(take(8, randomStream(5, 'order', 2).bits));
    expect(take(8, read.derive('order').derive(2).bits)).toEqual(take(8, randomStream(5, 'order', 2).bits));
  });

  it('tells purposes apart: names, numbers, and how they are grouped', () => {
    const purposes = [
      ['a'],
      ['b'],
      ['ab'],
      ['a', 'b'],
      [1],
      ['1'],
      [12],
      [1, 2],
      ['order', 1],
      ['dropout', 1],
      [],
    ];
    const starts = purposes.map((each) => take(2, randomStream(0, ...each).bits).join());
    expect(new Set(starts).size).toBe(purposes.length);
  });

  it.each([-1, 0.5, Number.NaN, 2 ** 53])('refuses the seed %d', (seed) => {
    expect(() => randomStream(seed)).toThrow(`expected a non-negative integer seed, got ${seed}`);
  });

  it('draws uniform numbers with the right mean and variance', () => {
    const numbers = take(100_000, randomStream(1, 'uniform').uniform);
    const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
    const variance = numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numbers.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / numbers.length));
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(0.001);
    expect(Math.min(...numbers.slice(0, 1000))).toBeGreaterThanOrEqual(0);
  });

  it('draws normal numbers with the right moments', () => {
    const numbers = take(100_000, randomStream(1, 'normal').normal);
    const moment = (power: number) => numbers.reduce((sum, x) => sum + x ** power, 0) / numbers.length;
    expect(Math.abs(moment(1))).toBeLessThan(0.013);
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.02);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.2);
  });

  it('draws integers evenly', () => {
    const counts = new Array<number>(7).fill(0);
    const stream = randomStream(2, 'integers');
    for (const value of take(70_000, () => stream.integer(7))) counts[value] = (counts[value] as number) + 1;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });

  it.each([0, -1, 1.5, 2 ** 32 + 1])('refuses the bound %d', (bound) => {
    expect(() => randomStream(0).integer(bound)).toThrow(`expected a bound from 1 to 2^32, got ${bound}`);
  });

  it('permutes: each position once', () => {
    fc.assert(
      fc.property(fc.nat({ max: 300 }), fc.nat(), (length, seed) => {
        const order = randomStream(seed).permutation(length);
        expect(order.toSorted()).toEqual(Uint32Array.from({ length }, (_, position) => position));
      }),
    );
  });

  it.each([0, 0.1, 0.5, 0.9, 1])('masks with probability %d', (probability) => {
    const length = 400_001;
    const mask = randomStream(4, 'mask').bernoulli(length, probability);
    const ones = mask.reduce((sum, bit) => sum + bit, 0);
    expect(mask.every((bit) => bit === 0 || bit === 1)).toBe(true);
    const deviation = Math.sqrt(length * probability * (1 - probability));
    expect(Math.abs(ones - length * probability)).toBeLessThanOrEqual(4 * deviation);
  });

  it.each([
    [100_000, 0.9, 0, 'ba9725be82aa490c', 876016437],
    [100_003, 0.5, 1, 'beedceca0453e152', 3521343076],
    [1_000_000, 1 / 256, 63, '66d344d74be278d1', 424247032],
    [65_537, 1e-9, 2, '3266304f31be278d', 2538165255],
    [12_345, 1, 7, '50b64526113a6f5f', 3461618702],
    [50_000, 0, 5, '5b4b67b5d68e02c9', 4241937935],
    [4097, 0.1, 64, '06f4a727c72b02c0', 3088006053],
  ])(
    'keeps the bits of %d elements with probability %d after %d words',
    (length, probability, read, hash, next) => {
      const random = randomStream(8, 'golden');
      take(read, random.bits);
      expect(hashOf(random.bernoulli(length, probability))).toBe(hash);
      expect(random.bits()).toBe(next);
    },
  );

  it('writes a mask into an array of its length', () => {
    for (const length of [0, 7, 5000]) {
      const into = new Uint8Array(length).fill(9);
      expect(randomStream(5).bernoulli(length, 0.3, into)).toBe(into);
      expect(into).toEqual(randomStream(5).bernoulli(length, 0.3));
      expect(randomStream(5).bernoulli(length, 1, into)).toEqual(new Uint8Array(length).fill(1));
    }
  });

  it.each([-0.1, 1.1, Number.NaN])('refuses the probability %d', (probability) => {
    expect(() => randomStream(0).bernoulli(8, probability)).toThrow(
      `random bernoulli: expected a probability from 0 to 1, got ${probability}`,
    );
  });

  it.each([7, 9])('refuses an array of %d bytes for a mask of 8', (size) => {
    expect(() => randomStream(0).bernoulli(8, 0.5, new Uint8Array(size))).toThrow(
      `random bernoulli: expected an array of 8 bytes, got ${size}`,
    );
  });

  it('fills an array with the words that it would give one after the other', () => {
    const random = randomStream(8, 'golden');
    random.bits();
    const words = new Uint32Array(10_001);
    expect(random.fill(words)).toBe(words);
    expect(hashOf(words)).toBe('7c5b72f00a44b107');
    expect(random.bits()).toBe(2325025678);
  });
});
