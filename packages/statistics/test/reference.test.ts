import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { chiSquareQuantile, chiSquareUpper, deviationInterval } from '../src/chi-square.js';
import { mean, median, quantileOfSorted, standardDeviation } from '../src/describe.js';
import { pairedEffect, probabilityOfSuperiority } from '../src/effect.js';
import { holm } from '../src/holm.js';
import { meanInterval } from '../src/interval.js';
import { marginTest } from '../src/margin.js';
import { normalCdf, normalQuantile } from '../src/normal.js';
import { type PairedTest, pairedTTest } from '../src/paired.js';
import { type DecisionRule, decisionPower } from '../src/power.js';
import { pairedRatio } from '../src/ratio.js';
import { studentCritical, studentTwoSided, studentUpper } from '../src/student.js';
import { signedRankTest } from '../src/wilcoxon.js';

interface PairedReference {
  left: number[];
  right: number[];
  t: number;
  p: number;
  interval: [number, number];
  signedRank: [statistic: number, p: number];
  effect: number;
  superiority: number;
  margins: [margin: number, equivalence: number, beyond: number][];
}

interface Reference {
  normal: [z: number, probability: number][];
  normalQuantiles: [probability: number, z: number][];
  student: [t: number, degreesOfFreedom: number, p: number][];
  describe: Record<string, [mean: number, deviation: number]>;
  quantiles: [probability: number, value: number][];
  samples: Record<string, number[]>;
  intervals: Record<string, [confidence: number, low: number, high: number][]>;
  chiSquare: [x: number, degreesOfFreedom: number, p: number][];
  chiSquareQuantiles: [probability: number, degreesOfFreedom: number, x: number][];
  deviations: [deviation: number, degreesOfFreedom: number, low: number, high: number][];
  power: { difference: number; deviation: number; seeds: number; rule: DecisionRule; power: number }[];
  studentUpper: [t: number, degreesOfFreedom: number, p: number][];
  studentCritical: [confidence: number, degreesOfFreedom: number, t: number][];
  paired: Record<string, PairedReference>;
  ratio: { left: number[]; right: number[]; ratio: number; interval: [number, number]; p: number };
  holm: { p: number[]; adjusted: number[] };
}

const reference: Reference = JSON.parse(
  readFileSync(new URL('./fixtures/statistics.json', import.meta.url), 'utf8'),
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

  it('median', () => {
    const [, value] = reference.quantiles.find(([probability]) => probability === 0.5) as [number, number];
    expect(median(reference.samples.skewed as number[])).toBe(value);
  });

  it.each(Object.entries(reference.intervals))('interval of a mean: %s', (name, intervals) => {
    for (const [confidence, low, high] of intervals) {
      const interval = meanInterval(reference.samples[name] as number[], confidence);
      expect(interval?.[0]).toBeCloseTo(low, 9);
      expect(interval?.[1]).toBeCloseTo(high, 9);
    }
  });

  it.each(reference.chiSquare)('chi-square above %d with %d degrees of freedom', (x, degrees, p) => {
    expect(chiSquareUpper(x, degrees)).toBeCloseTo(p, 12);
  });

  it.each(reference.chiSquareQuantiles)('chi-square quantile of %d with %d degrees', (p, degrees, x) => {
    expect(chiSquareQuantile(p, degrees)).toBeCloseTo(x, 9);
  });

  it.each(reference.deviations)(
    'interval of a deviation of %d with %d degrees',
    (deviation, degrees, low, high) => {
      const interval = deviationInterval(deviation, degrees);
      expect(interval[0]).toBeCloseTo(low, 9);
      expect(interval[1]).toBeCloseTo(high, 9);
    },
  );

  it.each(reference.power)('power of $seeds seeds, $difference ± $deviation', ({ power, ...assumed }) => {
    expect(decisionPower(assumed)).toBeCloseTo(power, 5);
  });

  it.each(reference.studentUpper)("Student's t above %d with %d degrees of freedom", (t, degrees, p) => {
    expect(studentUpper(t, degrees)).toBeCloseTo(p, 12);
  });

  it.each(reference.studentCritical)(
    "Student's t within %d with %d degrees of freedom",
    (level, degrees, t) => {
      expect(studentCritical(level, degrees)).toBeCloseTo(t, 9);
    },
  );

  describe.each(Object.entries(reference.paired))('paired: %s', (_, { left, right, ...expected }) => {
    const differences = left.map((value, seed) => value - (right[seed] as number));

    it('t test', () => {
      const test = pairedTTest(differences) as PairedTest;
      expect(test.t).toBeCloseTo(expected.t, 9);
      expect(test.p).toBeCloseTo(expected.p, 12);
      expect(test.interval[0]).toBeCloseTo(expected.interval[0], 9);
      expect(test.interval[1]).toBeCloseTo(expected.interval[1], 9);
    });

    it.each(expected.margins)(
      'equivalence within %d, difference beyond it',
      (margin, equivalence, beyond) => {
        const test = marginTest(pairedTTest(differences) as PairedTest, margin);
        expect(test.equivalence).toBeCloseTo(equivalence, 12);
        expect(test.beyond).toBeCloseTo(beyond, 12);
      },
    );

    it('signed ranks, exact with ties', () => {
      const [statistic, p] = expected.signedRank;
      expect(signedRankTest(differences)).toEqual({ statistic, p: expect.closeTo(p, 12) });
    });

    it('effect sizes', () => {
      expect(pairedEffect(differences)).toBeCloseTo(expected.effect, 9);
      expect(probabilityOfSuperiority(left, right)).toBeCloseTo(expected.superiority, 12);
    });
  });

  it('paired ratio', () => {
    const { left, right, ...expected } = reference.ratio;
    const { ratio, interval, p } = pairedRatio(new Map(left.entries()), new Map(right.entries()));
    expect(ratio).toBeCloseTo(expected.ratio, 12);
    expect(interval?.[0]).toBeCloseTo(expected.interval[0], 9);
    expect(interval?.[1]).toBeCloseTo(expected.interval[1], 9);
    expect(p).toBeCloseTo(expected.p, 12);
  });

  it("Holm's correction", () => {
    holm(reference.holm.p).forEach((p, position) => {
      expect(p).toBeCloseTo(reference.holm.adjusted[position] as number, 12);
    });
  });
});
