import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bcaInterval } from '../../src/statistics/bootstrap.js';
import { mean, quantileOfSorted, standardDeviation } from '../../src/statistics/describe.js';
import { holm } from '../../src/statistics/holm.js';
import { normalCdf, normalQuantile } from '../../src/statistics/normal.js';
import { pairedTTest } from '../../src/statistics/paired.js';
import { studentTwoSided } from '../../src/statistics/student.js';

interface Reference {
  normal: [z: number, probability: number][];
  normalQuantiles: [probability: number, z: number][];
  student: [t: number, degreesOfFreedom: number, p: number][];
  describe: Record<string, [mean: number, deviation: number]>;
  quantiles: [probability: number, value: number][];
  samples: Record<string, number[]>;
  bootstrap: Record<string, { values: number[]; means: number[]; interval: [number, number] }>;
  paired: Record<string, { left: number[]; right: number[]; t: number; p: number }>;
  holm: { p: number[]; adjusted: number[] };
}

const reference: Reference = JSON.parse(
  readFileSync(new URL('../fixtures/statistics.json', import.meta.url), 'utf8'),
);

describe('against SciPy and statsmodels', () => {
  it.each(reference.normal)('normal distribution at %d', (z, probability) => {
    expect(normalCdf(z)).toBeCloseTo(probability, 14);
  });

  it.each(reference.normalQuantiles)('normal quantile of %d', (probability, z) => {
    expect(normalQuantile(probability)).toBeCloseTo(z, 8);
  });

  it.each(reference.student)("Student's t at %d with %d degrees of freedom", (t, degreesOfFreedom, p) => {
    expect(studentTwoSided(t, degreesOfFreedom)).toBeCloseTo(p, 12);
  });

  it.each(Object.entries(reference.describe))('mean and deviation: %s', (name, [centre, deviation]) => {
    const values = reference.samples[name] as number[];
    expect(mean(values)).toBeCloseTo(centre, 12);
    expect(standardDeviation(values)).toBeCloseTo(deviation, 12);
  });

  it.each(reference.quantiles)('quantile %d', (probability, value) => {
    const sorted = [...(reference.samples.skewed as number[])].sort((a, b) => a - b);
    expect(quantileOfSorted(sorted, probability)).toBeCloseTo(value, 12);
  });

  it.each(Object.entries(reference.bootstrap))('BCa interval: %s', (_, { values, means, interval }) => {
    const [low, high] = bcaInterval(values, Float64Array.from(means), 0.95);
    expect(low).toBeCloseTo(interval[0], 8);
    expect(high).toBeCloseTo(interval[1], 8);
  });

  it.each(Object.entries(reference.paired))('paired t test: %s', (_, { left, right, t, p }) => {
    const test = pairedTTest(left.map((value, seed) => value - (right[seed] as number)));
    expect(test?.t).toBeCloseTo(t, 9);
    expect(test?.p).toBeCloseTo(p, 12);
  });

  it("Holm's correction", () => {
    holm(reference.holm.p).forEach((p, position) => {
      expect(p).toBeCloseTo(reference.holm.adjusted[position] as number, 12);
    });
  });
});
