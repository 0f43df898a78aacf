import type { RandomStream } from '@better-attention/random';
import { meanInterval, pairedRatio, pairedTTest, seedsToDecide } from '@better-attention/statistics';
import { distancesFromGain } from '../../src/claims/sizes.js';
import { ACCURACY } from '../../src/input/metrics.js';
import type { Summary } from '../../src/table/table-model.js';
import { PAPER_DATASETS } from '../../src/verdicts/claimed.js';
import { comparisonOf, correctionsOf } from '../../src/verdicts/comparison.js';
import { familyOf } from '../../src/verdicts/families.js';
import { conjunction, type Verdict } from '../../src/verdicts/finding.js';
import { type Decision, type Hypothesis, OUTPERFORMS } from '../../src/verdicts/hypotheses.js';

/** How often, and from which stream. */
export interface Repeated {
  readonly random: RandomStream;
  readonly repetitions: number;
}

/** Runs of one claim on every data set; positive differences are better, their standard deviation is 1. */
export interface Truth {
  readonly hypothesis: Hypothesis;
  readonly seeds: number;
  readonly margin: number;
  /** The true difference of a part, counted over data sets and mechanisms. */
  difference(part: number): number;
}

const DATASETS = Object.keys(PAPER_DATASETS);

/** The share of repetitions in which something happens. */
export function rateOf(
  { random, repetitions }: Repeated,
  happens: (random: RandomStream) => boolean,
): number {
  let count = 0;
  for (let at = 0; at < repetitions; at++) if (happens(random)) count++;
  return count / repetitions;
}

/** The printed 95 % intervals, by what they are of, each drawn once from normal values: whether it holds the truth. */
export const INTERVALS: Readonly<Record<string, (random: RandomStream, seeds: number) => boolean>> = {
  'a mean': (random, seeds) => holds(meanInterval(normals(random, seeds, 70)), 70),
  'a paired difference': (random, seeds) => {
    const [first, second] = paired(random, seeds, [70, 70.5]);
    return holds(pairedTTest(first.map((value, at) => value - (second[at] as number)))?.interval, -0.5);
  },
  'a ratio of times': (random, seeds) => {
    const [first, second] = paired(random, seeds, [Math.log(2), 0]).map((logarithms) =>
      bySeed(logarithms.map((value) => Math.exp(value))),
    ) as [Map<number, number>, Map<number, number>];
    return holds(pairedRatio(first, second).interval, 2);
  },
  'a distance from a claimed gain': (random, seeds) => {
    const [standard, mechanism] = paired(random, seeds, [50, 54]).map(summaryOf) as [Summary, Summary];
    const pair = { standard, mechanism, seeds: [], files: [] };
    return holds(pairedTTest(distancesFromGain(pair, ACCURACY, 0.1))?.interval, -1);
  },
};

/** What runs of one claim come to: on the first data set, and on all of them together. */
export function judged(random: RandomStream, truth: Truth): { first: Verdict; all: Verdict } {
  const { hypothesis, difference } = truth;
  const verdicts = DATASETS.map((_, dataset) => {
    const count = hypothesis.mechanisms.length;
    const differences = hypothesis.mechanisms.map((_name, at) => difference(dataset * count + at));
    return conjunction(decisionsOn(random, truth, differences).map(({ verdict }) => verdict));
  });
  return { first: verdicts[0] as Verdict, all: conjunction(verdicts) };
}

/** The decisions on one data set: mechanisms share Standard's runs, so that their differences are correlated. */
export function decisionsOn(
  random: RandomStream,
  { hypothesis, seeds, margin }: Omit<Truth, 'difference'>,
  differences: readonly number[],
): Decision[] {
  const standard = normals(random, seeds, 0, Math.SQRT1_2);
  const comparisons = differences.map((difference) => {
    const own = normals(random, seeds, difference, Math.SQRT1_2);
    return comparisonOf(
      own.map((value, seed) => value - (standard[seed] as number)),
      margin,
    );
  });
  const family = familyOf(DATASETS[0] as string, { mechanisms: hypothesis.mechanisms.length });
  const corrections = correctionsOf(comparisons, family);
  return comparisons.flatMap((comparison, at): Decision[] => {
    const correction = corrections[at];
    if (!comparison || !correction) return [];
    return [hypothesis.decide({ comparison, correction, isBetter: comparison.test.mean > 0 })];
  });
}

/** How one difference of zero is taken for one, by how the number of seeds came about. */
export const SEEDS: Readonly<Record<string, (random: RandomStream) => boolean>> = {
  'a number fixed before': (random) => significant(normals(random, 10)),
  'a pilot of 3 kept apart': (random) => {
    const pilot = normals(random, 3);
    return significant(normals(random, wanted(pilot)));
  },
  'a pilot of 3 tested too': (random) => {
    const pilot = normals(random, 3);
    return significant([...pilot, ...normals(random, wanted(pilot))]);
  },
  'seeds added until p < 0.05, 3 to 30': (random) => {
    const values = normals(random, 30);
    return Array.from({ length: 28 }, (_, at) => values.slice(0, at + 3)).some(significant);
  },
};

/** How many seeds a pilot asks for, 30 at most. */
function wanted(pilot: readonly number[]): number {
  const test = pairedTTest(pilot) as NonNullable<ReturnType<typeof pairedTTest>>;
  const deviation = test.standardError * Math.sqrt(pilot.length);
  const rule = OUTPERFORMS.rule(0.5, familyOf(DATASETS[0] as string, { mechanisms: 1 }));
  return seedsToDecide({ difference: test.mean, deviation, rule, most: 30 }) ?? 30;
}

function significant(differences: readonly number[]): boolean {
  return (pairedTTest(differences)?.p ?? 1) < 0.05;
}

function holds(interval: readonly [number, number] | undefined, truth: number): boolean {
  return interval !== undefined && interval[0] <= truth && truth <= interval[1];
}

function normals(random: RandomStream, count: number, mean = 0, deviation = 1): number[] {
  return Array.from({ length: count }, () => mean + deviation * random.normal());
}

/** Values of two mechanisms that share the luck of their seeds. */
function paired(random: RandomStream, seeds: number, means: readonly [number, number]): [number[], number[]] {
  const luck = normals(random, seeds, 0, 2);
  const [first, second] = means.map((mean) => luck.map((value) => mean + value + random.normal()));
  return [first as number[], second as number[]];
}

function bySeed(values: readonly number[]): Map<number, number> {
  return new Map(values.entries());
}

function summaryOf(values: readonly number[]): Summary {
  return {
    mechanism: '',
    heads: 1,
    column: '',
    mean: 0,
    standardDeviation: undefined,
    seeds: [...values.keys()],
    values,
    files: [],
    interval: undefined,
  };
}
