import { randomStream } from '@better-attention/random';
import { describe, expect, it } from 'vitest';
import { allMeans, bcaInterval, bootstrapInterval, resampledMeans } from '../src/bootstrap.js';
import { median, quantileOfSorted, standardDeviation } from '../src/describe.js';
import { pairedEffect } from '../src/effect.js';
import { marginTest } from '../src/margin.js';
import { type PairedTest, pairedDifferences, pairedTTest } from '../src/paired.js';
import { studentTwoSided } from '../src/student.js';
import { signedRankTest } from '../src/wilcoxon.js';

describe('bootstrap interval', () => {
  const values = [72.81, 73.4, 72.1, 72.95, 73.02];

  it('covers the mean and is the same for the same stream', () => {
    const six = [...values, 72.4];
    const interval = bootstrapInterval(six, { random: randomStream(3) });
    expect(interval?.[0]).toBeLessThan(72.78);
    expect(interval?.[1]).toBeGreaterThan(72.78);
    expect(bootstrapInterval(six, { random: randomStream(3) })).toEqual(interval);
    expect(bootstrapInterval(six, { random: randomStream(4) })).not.toEqual(interval);
  });

  it('rests on every sample of up to five values, which drawn ones come close to', () => {
    expect([...allMeans([0, 3])].sort()).toEqual([0, 1.5, 1.5, 3]);
    const all = bootstrapInterval(values, { random: randomStream(3) }) as [number, number];
    expect(bootstrapInterval(values, { random: randomStream(4) })).toEqual(all);
    const drawn = bcaInterval(values, resampledMeans(values, randomStream(3), 50_000), 0.95);
    expect(Math.abs(drawn[0] - all[0])).toBeLessThan(0.02);
    expect(Math.abs(drawn[1] - all[1])).toBeLessThan(0.02);
  });

  it('widens with the confidence', () => {
    const width = (confidence: number) => {
      const [low, high] = bootstrapInterval(values, { random: randomStream(3), confidence }) as [
        number,
        number,
      ];
      return high - low;
    };
    expect(width(0.99)).toBeGreaterThan(width(0.8));
  });

  it('has no width for equal values, and none exists for two', () => {
    expect(bootstrapInterval([4224, 4224, 4224], { random: randomStream(0) })).toEqual([4224, 4224]);
    expect(bootstrapInterval([1, 2], { random: randomStream(0) })).toBeUndefined();
  });
});

describe('paired differences', () => {
  it('pairs by seed and leaves out seeds that one side lacks', () => {
    const left = new Map([
      [2, 5],
      [0, 3],
      [1, 4],
    ]);
    const right = new Map([
      [0, 1],
      [2, 2],
      [7, 9],
    ]);
    expect(pairedDifferences(left, right)).toEqual([2, 3]);
  });

  it('carry no test when fewer than three', () => {
    expect(pairedTTest([1, 2])).toBeUndefined();
    expect(signedRankTest([1, 2])).toBeUndefined();
    expect(pairedEffect([1, 2])).toBeUndefined();
    expect(standardDeviation([1])).toBeUndefined();
  });

  it('that are equal are certain, or certainly nothing', () => {
    expect(pairedTTest([1, 1, 1])?.p).toBe(0);
    expect(pairedTTest([0, 0, 0])?.p).toBe(1);
    expect(signedRankTest([0, 0, 0])).toEqual({ statistic: 0, p: 1 });
    expect(pairedEffect([1, 1, 1])).toBeUndefined();
    const same = pairedTTest([0, 0, 0]) as PairedTest;
    expect(marginTest(same, 1)).toEqual({ equivalence: 0, beyond: 1 });
    const apart = pairedTTest([-2, -2, -2]) as PairedTest;
    expect(marginTest(apart, 1)).toEqual({ equivalence: 1, beyond: 0 });
    expect(marginTest(apart, 2)).toEqual({ equivalence: 0.5, beyond: 1 });
  });

  it('tie although their last binary digits differ', () => {
    expect(0.3 - 0.1).not.toBe(0.2);
    expect(signedRankTest([0.3 - 0.1, -0.2, 0.7])).toEqual(signedRankTest([0.25, -0.25, 0.75]));
  });

  it('need a margin above zero', () => {
    const test = pairedTTest([1, 2, 3]) as PairedTest;
    expect(() => marginTest(test, 0)).toThrow('equivalence: expected a margin above 0, got 0');
  });

  it('need whole degrees of freedom', () => {
    expect(() => studentTwoSided(1, 2.5)).toThrow(
      'expected a positive integer of degrees of freedom, got 2.5',
    );
  });
});

it('quantiles interpolate between neighbours', () => {
  expect([0, 0.25, 0.5, 1].map((share) => quantileOfSorted([1, 2, 3, 10], share))).toEqual([
    1, 1.75, 2.5, 10,
  ]);
});

describe('a median', () => {
  it('takes values in any order, and leaves them in it', () => {
    const values = [10, 9, 100];
    expect(median(values)).toBe(10);
    expect(values).toEqual([10, 9, 100]);
  });

  it('of an even number of values is the mean of two, to the last bit', () => {
    expect(median([0.5, 5, 0.1, 0])).toBe(0.3);
    expect(quantileOfSorted([0, 0.1, 0.5, 5], 0.5)).toBe(0.30000000000000004);
  });
});
