import { type CrossedMean, crossedInterval } from './crossed.js';
import { FEWEST_SEEDS, mean, standardDeviation } from './describe.js';

/** A statistic of seeds on one test set, and of the same examples drawn again and again. */
export interface Resampled {
  /** The statistic of each seed. */
  readonly values: readonly number[];
  /** For each seed the statistic on each resample of the examples; the resamples are the same for all seeds. */
  readonly resamples: readonly ArrayLike<number>[];
  /** How many examples there are. */
  readonly examples: number;
}

/**
 * The mean over seeds of a statistic that is no mean over examples, as BLEU is, with its interval over other seeds and
 * other examples: that of {@link crossedMean}, with what a bootstrap of the examples says about the variances. Of fewer than
 * three seeds it is an interval over other examples alone.
 *
 * Source: Koehn (2004), “Statistical significance tests for machine translation evaluation”, EMNLP; extended to seeds as
 * in Owen (2007), “The pigeonhole bootstrap”, Annals of Applied Statistics 1(2).
 *
 * @throws RangeError when there are no seeds, or not two resamples of each
 */
export function resampledMean({ values, resamples, examples }: Resampled): CrossedMean {
  const count = resamples[0]?.length ?? 0;
  if (values.length === 0 || resamples.length !== values.length || count < 2) {
    throw new RangeError('mean of resampled statistics: expected the same 2 or more resamples of each seed');
  }
  const means = Array.from({ length: count }, (_, resample) =>
    mean(resamples.map((ofSeed) => ofSeed[resample] as number)),
  );
  const ofExamples = { variance: variance(means), degreesOfFreedom: examples - 1 };
  const none = { variance: 0, degreesOfFreedom: examples - 1 };
  if (values.length < FEWEST_SEEDS) {
    return crossedInterval({ mean: mean(values), seeds: none, examples: ofExamples, residual: none });
  }
  const others = values.length - 1;
  const apart = resamples.map((ofSeed) =>
    variance(means.map((centre, resample) => (ofSeed[resample] as number) - centre)),
  );
  return crossedInterval({
    mean: mean(values),
    seeds: { variance: variance(values) / values.length, degreesOfFreedom: others },
    examples: ofExamples,
    residual: {
      variance: apart.reduce((sum, each) => sum + each, 0) / (values.length * others),
      degreesOfFreedom: others * (examples - 1),
    },
  });
}

function variance(values: readonly number[]): number {
  return (standardDeviation(values) as number) ** 2;
}
