import { FEWEST_SEEDS, mean } from './describe.js';
import type { PairedTest } from './paired.js';
import { pairedTTest } from './paired.js';
import { studentCritical } from './student.js';
import { twoWayAnova } from './two-way.js';

/** A mean over seeds and examples, both drawn from many: how far it is known. */
export interface CrossedMean {
  readonly mean: number;
  readonly standardError: number;
  /** Satterthwaite's, rounded down, and no fewer than the seeds or the examples have. */
  readonly degreesOfFreedom: number;
  /** 95 % interval over other seeds and other examples alike. */
  readonly interval: readonly [low: number, high: number];
}

/** Estimated variances of a mean, each with its degrees of freedom. */
interface Variance {
  readonly variance: number;
  readonly degreesOfFreedom: number;
}

/** What {@link crossedInterval} joins: variances of the mean as mean squares of rows, columns and residual give them. */
export interface CrossedVariances {
  readonly mean: number;
  readonly seeds: Variance;
  readonly examples: Variance;
  readonly residual: Variance;
}

/**
 * The interval of a mean with two crossed random factors. Its variance is that of the seeds plus that of the examples less
 * that of the residual, which both contain; neither counts as less than the residual, whatever chance made of it.
 *
 * Source: Searle, Casella and McCulloch (1992), Variance Components, chapter 4; Satterthwaite (1946), “An approximate
 * distribution of estimates of variance components”, Biometrics Bulletin 2(6).
 */
export function crossedInterval({ mean: centre, seeds, examples, residual }: CrossedVariances): CrossedMean {
  const parts = [
    { ...seeds, variance: Math.max(seeds.variance, residual.variance) },
    { ...examples, variance: Math.max(examples.variance, residual.variance) },
    residual,
  ] as const;
  const variance = parts[0].variance + parts[1].variance - residual.variance;
  const spread = parts.reduce((sum, part) => sum + part.variance ** 2 / part.degreesOfFreedom, 0);
  const fewest = Math.min(...parts.map((part) => part.degreesOfFreedom));
  const degreesOfFreedom = variance === 0 ? fewest : Math.max(fewest, Math.floor(variance ** 2 / spread));
  const standardError = Math.sqrt(variance);
  const reach = studentCritical(0.95, degreesOfFreedom) * standardError;
  return { mean: centre, standardError, degreesOfFreedom, interval: [centre - reach, centre + reach] };
}

/**
 * The mean of seeds × examples, e.g. of 1 where a run is right and 0 elsewhere, or of such numbers less another
 * mechanism's: how far it would move with other seeds and another test set of the same size. Of fewer than three seeds it
 * says only how far it would move with another test set.
 *
 * @param values for each seed one number an example, of the same examples
 * @throws RangeError when there are no seeds, fewer than three examples, or rows of different lengths
 */
export function crossedMean(values: readonly ArrayLike<number>[]): CrossedMean {
  if (values.length < FEWEST_SEEDS) return overExamples(values);
  const { mean: centre, rows, columns, residual } = twoWayAnova(values);
  const cells = values.length * (values[0]?.length ?? 0);
  const part = ({ meanSquare, degreesOfFreedom }: typeof rows): Variance => ({
    variance: meanSquare / cells,
    degreesOfFreedom,
  });
  return crossedInterval({
    mean: centre,
    seeds: part(rows),
    examples: part(columns),
    residual: part(residual),
  });
}

function overExamples(values: readonly ArrayLike<number>[]): CrossedMean {
  const examples = values[0]?.length ?? 0;
  if (examples < FEWEST_SEEDS || values.some(({ length }) => length !== examples)) {
    throw new RangeError(
      `mean of seeds and examples: expected seeds of the same 3 or more examples, got ${values.map(({ length }) => length).join(', ') || 'no seed'}`,
    );
  }
  const ofExamples = Array.from({ length: examples }, (_, example) =>
    mean(values.map((row) => row[example] as number)),
  );
  const { mean: centre, standardError, degreesOfFreedom, interval } = pairedTTest(ofExamples) as PairedTest;
  return { mean: centre, standardError, degreesOfFreedom, interval };
}
