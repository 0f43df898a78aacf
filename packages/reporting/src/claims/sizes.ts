import { type DecisionRule, pairedTTest, SIGNIFICANCE } from '@better-attention/statistics';
import { betterSign, ceilingOf, type MetricColumn } from '../input/metrics.js';
import { listed, percent } from '../text/format.js';
import type { Pair } from '../training/differences.js';
import { correctedWithin, type Family } from '../verdicts/families.js';
import type { ClaimedSize } from '../verdicts/finding.js';
import { seedsText, seedsToDecide } from '../verdicts/seeds.js';

const RULE: DecisionRule = {
  above: { limit: 0, level: SIGNIFICANCE / 2 },
  below: { limit: 0, level: SIGNIFICANCE / 2 },
};

/**
 * How far a mechanism lies beyond a gain of a share of Standard's value, seed by seed, positive where it is beyond. A
 * paired t test of it is exact, where the interval of a ratio of two means isn't.
 */
export function distancesFromGain(
  { mechanism, standard }: Pair,
  metric: MetricColumn,
  share: number,
): number[] {
  const sign = betterSign(metric);
  return mechanism.values.map(
    (value, at) => sign * (value - (1 + sign * share) * (standard.values[at] as number)),
  );
}

/**
 * What is shown of a gain of a share of Standard's mean, by {@link distancesFromGain}. Sizes are ordered hypotheses on
 * one gain, so that they need no correction for each other.
 */
export function claimedSize(
  pair: Pair,
  metric: MetricColumn,
  { share, family }: { readonly share: number; readonly family: Family },
): ClaimedSize {
  if (metric.better === 'higher' && (1 + share) * pair.standard.mean > ceilingOf(metric)) {
    return { share, status: 'impossible' };
  }
  const test = pairedTTest(distancesFromGain(pair, metric, share));
  if (!test) return { share, status: 'open' };
  const [low, high] = test.interval;
  const status = high < 0 ? 'excluded' : low > 0 ? 'shown' : 'open';
  return {
    share,
    status,
    distance: test.mean,
    low,
    high,
    p: test.p,
    pCorrected: correctedWithin(family, [test.p])[0] as number,
    ...(status === 'open' && { seedsToDecide: seedsToDecide(test, RULE) }),
  };
}

/** `A gain of 10 % is excluded, one of 17 % is open.` */
export function sizesText(sizes: readonly ClaimedSize[]): string {
  if (sizes.length === 0) return '';
  const clauses = sizes.map(
    ({ share, status }, at) => `${at === 0 ? 'A gain' : 'one'} of ${percent(share)} or more is ${status}`,
  );
  const open = sizes.flatMap(({ share, seedsToDecide: seeds }) =>
    seeds ? [`${seedsText(seeds).replace(/it$/, `on the ${percent(share)}`)}`] : [],
  );
  return [`${listed(clauses)}.`, ...open.map((text) => `${text}.`)].join(' ');
}
