import { describe, expect, it } from 'vitest';
import { chiSquareUpper } from '../src/chi-square.js';
import { median, quantileOfSorted, standardDeviation } from '../src/describe.js';
import { pairedEffect } from '../src/effect.js';
import { meanInterval } from '../src/interval.js';
import { marginTest } from '../src/margin.js';
import { type PairedTest, pairedDifferences, pairedTTest } from '../src/paired.js';
import { decisionPower, seedsToDecide } from '../src/power.js';
import { studentTwoSided } from '../src/student.js';
import { signedRankTest } from '../src/wilcoxon.js';

describe('the interval of a mean', () => {
  it('widens with the confidence', () => {
    const width = (confidence: number) => {
      const [low, high] = meanInterval([72.81, 73.4, 72.1], confidence) as [number, number];
      return high - low;
    };
    expect(width(0.99)).toBeGreaterThan(width(0.8));
  });

  it('has no width for equal values, and none exists for two', () => {
    expect(meanInterval([4224, 4224, 4224])).toEqual([4224, 4224]);
    expect(meanInterval([1, 2])).toBeUndefined();
  });
});

describe('power', () => {
  const above = { limit: 0, level: 0.025 };
  const within = { limit: 1, level: 0.05 };

  it('is the level where there is nothing to find', () => {
    for (const seeds of [3, 5, 10]) {
      const at = { difference: 0, deviation: 2.5, seeds };
      expect(decisionPower({ ...at, rule: { above } })).toBeCloseTo(0.025, 6);
      expect(decisionPower({ ...at, rule: { above, below: above } })).toBeCloseTo(0.05, 6);
    }
  });

  it('counts a mean that lies above and within once', () => {
    const at = { difference: 0.5, deviation: 0.1, seeds: 10 };
    expect(decisionPower({ ...at, rule: { above, within } })).toBeCloseTo(1, 6);
    const [one, other, both] = [{ above }, { within }, { above, within }].map((rule) =>
      decisionPower({ ...at, deviation: 0.9, rule }),
    ) as [number, number, number];
    expect(both).toBeGreaterThan(Math.max(one, other));
    expect(both).toBeLessThan(one + other);
  });

  it('of equal differences is certain, or none', () => {
    const power = (difference: number) =>
      decisionPower({
        difference,
        deviation: 0,
        seeds: 3,
        rule: { above, within: { limit: 0.5, level: 0.05 } },
      });
    expect([0.1, 0, -0.4, -0.6].map(power)).toEqual([1, 1, 1, 0]);
    expect(decisionPower({ difference: 0, deviation: 0, seeds: 3, rule: { above } })).toBe(0);
  });

  it('needs three seeds and a spread', () => {
    expect(() => decisionPower({ difference: 0, deviation: 1, seeds: 2, rule: { above } })).toThrow(
      'power: expected at least 3 seeds, got 2',
    );
    expect(() => decisionPower({ difference: 0, deviation: Number.NaN, seeds: 3, rule: { above } })).toThrow(
      'power: expected a deviation of 0 or more, got NaN',
    );
  });

  it('is reached by the fewest seeds that have it, or not by the most', () => {
    const assumed = { difference: 0.7, deviation: 1, rule: { above } };
    const seeds = seedsToDecide(assumed) as number;
    expect(decisionPower({ ...assumed, seeds })).toBeGreaterThanOrEqual(0.8);
    expect(decisionPower({ ...assumed, seeds: seeds - 1 })).toBeLessThan(0.8);
    expect(seedsToDecide({ ...assumed, power: 0.95 })).toBeGreaterThan(seeds);
    expect(seedsToDecide({ ...assumed, most: seeds })).toBe(seeds);
    expect(seedsToDecide({ ...assumed, most: seeds - 1 })).toBeUndefined();
    expect(seedsToDecide({ ...assumed, difference: 100 })).toBe(3);
  });
});

it('chi-square needs whole degrees of freedom', () => {
  expect(chiSquareUpper(0, 3)).toBe(1);
  expect(() => chiSquareUpper(1, 0)).toThrow('expected a positive integer of degrees of freedom, got 0');
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
