import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { crossedMean, mcnemarTest, resampledMean, twoWayAnova, wilsonInterval } from '../src/index.js';
import { numbers } from './random.js';

interface Layout {
  values: number[][];
  mean: number;
  squares: [rows: number, columns: number, residual: number];
  degrees: [rows: number, columns: number, residual: number];
  standardError: number;
  degreesOfFreedom: number;
  interval: [low: number, high: number];
}

interface Reference {
  wilson: [successes: number, trials: number, confidence: number, low: number, high: number][];
  mcnemar: [onlyLeft: number, onlyRight: number, exact: number, midP: number][];
  layouts: Record<string, Layout>;
}

const reference: Reference = JSON.parse(
  readFileSync(new URL('./fixtures/test-sets.json', import.meta.url), 'utf8'),
);

describe('against SciPy and statsmodels', () => {
  it.each(reference.wilson)(
    'Wilson’s interval of %d in %d at %d',
    (successes, trials, confidence, low, high) => {
      const interval = wilsonInterval({ successes, trials, confidence });
      expect(interval[0]).toBeCloseTo(low, 9);
      expect(interval[1]).toBeCloseTo(high, 9);
    },
  );

  it.each(reference.mcnemar)('McNemar’s test of %d against %d', (onlyLeft, onlyRight, exact, midP) => {
    expect(mcnemarTest({ onlyLeft, onlyRight })).toEqual({
      exact: expect.closeTo(exact, 10),
      midP: expect.closeTo(midP, 10),
    });
  });

  it.each(Object.entries(reference.layouts))(
    'two-way analysis: %s',
    (_, { values, mean, squares, degrees }) => {
      const found = twoWayAnova(values);
      const sources = [found.rows, found.columns, found.residual];
      expect(found.mean).toBeCloseTo(mean, 12);
      const all = squares.reduce((sum, each) => sum + each, 0);
      sources.forEach((source, at) => {
        expect(source.sumOfSquares).toBeCloseTo(squares[at] as number, 10);
        expect(source.degreesOfFreedom).toBe(degrees[at]);
        expect(source.share).toBeCloseTo((squares[at] as number) / all, 10);
      });
    },
  );

  it.each(Object.entries(reference.layouts))(
    'mean over rows and columns: %s',
    (_, { values, ...expected }) => {
      const found = crossedMean(values);
      expect(found.mean).toBeCloseTo(expected.mean, 12);
      expect(found.standardError).toBeCloseTo(expected.standardError, 9);
      expect(found.degreesOfFreedom).toBe(expected.degreesOfFreedom);
      expect(found.interval[0]).toBeCloseTo(expected.interval[0], 8);
      expect(found.interval[1]).toBeCloseTo(expected.interval[1], 8);
    },
  );
});

describe('refused', () => {
  it('are more successes than trials, and no trials', () => {
    for (const [successes, trials] of [
      [6, 5],
      [0, 0],
      [-1, 5],
    ] as const) {
      expect(() => wilsonInterval({ successes, trials })).toThrow(
        `Wilson interval: expected 0 to ${trials} successes of 1 or more trials, got ${successes}`,
      );
    }
  });

  it('are layouts without rows and columns', () => {
    expect(() => twoWayAnova([[1, 2]])).toThrow(
      'expected at least 2 rows of the same 2 or more columns, got rows of 2',
    );
    expect(() => twoWayAnova([[1, 2], [1]])).toThrow('got rows of 2, 1');
    expect(() => crossedMean([])).toThrow('expected seeds of the same 3 or more examples, got no seed');
    expect(() =>
      crossedMean([
        [1, 0, 1],
        [1, 0],
      ]),
    ).toThrow('got 3, 2');
    expect(() => resampledMean({ values: [1, 2], resamples: [[1, 2]], examples: 9 })).toThrow(
      'expected the same 2 or more resamples of each seed',
    );
  });
});

/** 1 where a seed is right about an example: both differ in how easily, and so do their meetings. */
function rights(repetition: number, { seeds, examples, ofSeeds, ease, of = 0 }: World): number[][] {
  const shared = numbers(2 * repetition);
  const difficulty = Array.from({ length: examples }, () => shared.normal());
  const random = of === 0 ? shared : numbers(2 * repetition + 1);
  return Array.from({ length: seeds }, () => {
    const own = ease + ofSeeds * random.normal();
    return difficulty.map((hard) => Number(own + hard + random.normal() > 0));
  });
}

interface World {
  readonly seeds: number;
  readonly examples: number;
  /** Standard deviation of the seeds on the probit scale; that of the examples is 1. */
  readonly ofSeeds: number;
  readonly ease: number;
  /** Mechanisms meet the same examples. */
  readonly of?: number;
}

/** The share of 2,000 experiments whose interval has the true mean. */
function coverage(sample: (repetition: number) => number[][], truth: number): number {
  let covered = 0;
  for (let repetition = 0; repetition < 2000; repetition++) {
    const { interval } = crossedMean(sample(repetition));
    if (interval[0] <= truth && truth <= interval[1]) covered++;
  }
  return covered / 2000;
}

/** Of 2,000 experiments at a coverage of 93 to 97 %, three standard errors further. */
const [LEAST, MOST] = [0.915, 0.985];

describe('the 95 % interval over seeds and examples', () => {
  it.each([3, 5, 10])('covers the truth with %d seeds', (seeds) => {
    const world = { seeds, examples: 200, ofSeeds: 0.3, ease: 0 };
    const found = coverage((repetition) => rights(repetition, world), 0.5);
    expect(found).toBeGreaterThan(LEAST);
    expect(found).toBeLessThan(MOST);
  });

  it.each([3, 5, 10])('covers it no less where %d seeds differ by next to nothing', (seeds) => {
    for (const ofSeeds of [0, 0.1]) {
      const world = { seeds, examples: 200, ofSeeds, ease: 0 };
      expect(coverage((repetition) => rights(repetition, world), 0.5)).toBeGreaterThan(LEAST);
    }
  });

  it.each([3, 5, 10])('covers a difference of two mechanisms over %d seeds', (seeds) => {
    const world = { seeds, examples: 200, ofSeeds: 0.3, ease: 0 };
    const differences = (repetition: number) => {
      const [left, right] = [rights(repetition, world), rights(repetition, { ...world, of: 1 })];
      return left.map((row, seed) => row.map((value, at) => value - (right[seed]?.[at] as number)));
    };
    const found = coverage(differences, 0);
    expect(found).toBeGreaterThan(LEAST);
    expect(found).toBeLessThan(MOST);
  });

  it('would not, were the seeds or the examples taken for all there are', () => {
    const world = { seeds: 5, examples: 200, ofSeeds: 0.3, ease: 0 };
    let [seedsAlone, examplesAlone] = [0, 0];
    for (let repetition = 0; repetition < 500; repetition++) {
      const rows = rights(repetition, world);
      const pooled = crossedMean([
        rows.reduce((sum, row) => sum.map((x, at) => x + (row[at] as number) / 5), Array(200).fill(0)),
      ]);
      if (pooled.interval[0] <= 0.5 && 0.5 <= pooled.interval[1]) examplesAlone++;
      const { rows: ofSeeds, mean } = twoWayAnova(rows);
      const reach = 2.776 * Math.sqrt(ofSeeds.meanSquare / 1000);
      if (Math.abs(mean - 0.5) <= reach) seedsAlone++;
    }
    expect(examplesAlone / 500).toBeLessThan(0.8);
    expect(seedsAlone / 500).toBeLessThan(0.93);
  });
});

describe('a mean of resampled statistics', () => {
  const rows = rights(7, { seeds: 5, examples: 300, ofSeeds: 0.2, ease: 0.5 });
  const means = rows.map((row) => row.reduce((sum, value) => sum + value, 0) / row.length);
  const random = numbers(3);
  const drawn = Array.from({ length: 4000 }, () => Array.from({ length: 300 }, () => random.integer(300)));
  const resamples = rows.map((row) =>
    drawn.map((examples) => examples.reduce((sum, at) => sum + (row[at] as number), 0) / 300),
  );

  it('has the interval of the mean over seeds and examples where the statistic is a mean', () => {
    const expected = crossedMean(rows);
    const found = resampledMean({ values: means, resamples, examples: 300 });
    expect(found.mean).toBeCloseTo(expected.mean, 12);
    expect(found.standardError / expected.standardError).toBeGreaterThan(0.97);
    expect(found.standardError / expected.standardError).toBeLessThan(1.03);
  });

  it('has that over examples alone where there are fewer than three seeds', () => {
    const one = { values: means.slice(0, 1), resamples: resamples.slice(0, 1), examples: 300 };
    const expected = crossedMean(rows.slice(0, 1));
    const found = resampledMean(one);
    expect(found.degreesOfFreedom).toBe(299);
    expect(found.standardError / expected.standardError).toBeGreaterThan(0.97);
    expect(found.standardError / expected.standardError).toBeLessThan(1.03);
  });
});
