import { FEWEST_SEEDS } from '@better-attention/statistics';
import { differenceUnit } from '../input/metrics.js';
import { headlineOf, isBaseline } from '../input/tables.js';
import { isMeasured, unmeasuredText } from '../input/unmeasured.js';
import { counted, listed, MOST_NAMES, mechanismLabel, signed } from '../text/format.js';
import { metricId } from './columns.js';
import { comparedDifferences, comparedSeeds } from './compared-seeds.js';
import type { Difference } from './differences.js';
import { mainSummaries } from './summaries.js';
import type { DecidedTable } from './training-table.js';

/** What the table's main rows say about its headline metric: Standard's mean, and how far the others lie from it. */
export function sentenceOf({ input, summaries, differences, comparability }: DecidedTable): string {
  if (!isMeasured(input)) return unmeasuredText(input);
  const metric = headlineOf(input);
  const name = `test ${metric.label}`;
  const own = mainSummaries(summaries, input, metricId('test', metric.metric)).filter(
    ({ mechanism }) => !isBaseline(input, mechanism),
  );
  const heads = counted(input.heads, 'head');
  if (own.length === 0) return `No run with ${heads} has a ${name} yet.`;
  const shown = (mean: number) => `${mean.toFixed(metric.digits)} ${metric.unit}`.trim();
  const compared = comparedDifferences({ input, differences });
  const standard = own.find(({ mechanism }) => mechanism === 'standard');
  if (!standard || compared.length === 0) {
    const means = own.map(
      ({ mechanism, mean, seeds }) =>
        `${mechanismLabel(mechanism)} ${shown(mean)} over ${counted(seeds.length, 'seed')}`,
    );
    const why = comparability.metrics
      ? 'nothing to compare with yet'
      : 'the runs used different data, so that nothing is compared';
    return `Mean ${name} with ${heads}: ${listed(means)}; ${why}.`;
  }
  const isTested = compared.every(({ seeds }) => seeds.length >= FEWEST_SEEDS);
  const intervals = isTested
    ? `, with 95 % intervals over ${comparedSeeds(compared)}`
    : ` over ${comparedSeeds(compared)}; fewer than three carry no interval and no test`;
  return `With ${heads}, Standard’s mean ${name} is ${shown(standard.mean)}. Differences from it, in ${differenceUnit(metric)}: ${differencesText(compared, metric.digits)}${intervals}.`;
}

/** Each difference behind its mechanism's name; of more than one reads, the lowest and the highest. */
function differencesText(differences: readonly Difference[], digits: number): string {
  const text = (difference: Difference) =>
    `${mechanismLabel(difference.mechanism.mechanism)} ${differenceText(difference, digits)}`;
  if (differences.length <= MOST_NAMES) return listed(differences.map(text));
  const ends = differences
    .toSorted((left, right) => differenceOf(left) - differenceOf(right))
    .filter((_, at, sorted) => at === 0 || at === sorted.length - 1);
  return `of ${counted(differences.length, 'mechanism')} from ${ends.map(text).join(' to ')}`;
}

function differenceOf({ mechanism, standard }: Difference): number {
  return mechanism.mean - standard.mean;
}

/** `+1.73 (+0.01 to +3.44)` */
function differenceText(compared: Difference, digits: number): string {
  const { comparison } = compared;
  const difference = signed(differenceOf(compared), digits);
  if (!comparison) return difference;
  const [low, high] = comparison.test.interval.map((end) => signed(end, digits));
  return `${difference} (${low} to ${high})`;
}
