import { FEWEST_SEEDS } from './describe.js';
import { normalCdf } from './normal.js';
import { studentCritical } from './student.js';

/** A limit that a mean must be shown to lie beyond, or within, at a one-sided level. */
export interface Bound {
  readonly limit: number;
  readonly level: number;
}

/** Where a mean of paired differences decides: any of these suffices. */
export interface DecisionRule {
  /** Shown to lie above the limit. */
  readonly above?: Bound | undefined;
  /** Shown to lie below the limit. */
  readonly below?: Bound | undefined;
  /** Shown to lie within ± the limit, by two one-sided tests at this level each. */
  readonly within?: Bound | undefined;
}

/** What is assumed of paired differences, which are taken for normal, and how they are judged. */
export interface Assumed {
  /** Their true mean. */
  readonly difference: number;
  /** Their true standard deviation. */
  readonly deviation: number;
  readonly rule: DecisionRule;
}

/** How the number of seeds is looked for. */
export interface SeedsWanted extends Assumed {
  /** The probability that they decide; 0.8 unless told. */
  readonly power?: number | undefined;
  /** The most seeds that are tried; 1,000 unless told. */
  readonly most?: number | undefined;
}

/** How far a chi variable, divided by the root of its degrees of freedom, is followed from 1. */
const REACH = 8;
const STEPS = 128;

/**
 * The probability that a rule decides with so many seeds: given the sample's deviation it is one of the normal
 * distribution, which is integrated over the distribution of that deviation, piece by piece between its kinks.
 *
 * Source: Owen (1965), “A special case of a bivariate non-central t-distribution”, Biometrika 52(3/4), of the integral;
 * Colas et al. (2018), “How many random seeds?”, arXiv:1806.08295, of its use.
 *
 * @throws RangeError when there are fewer than three seeds, or the deviation is below zero
 */
export function decisionPower({ difference, deviation, rule, seeds }: Assumed & { seeds: number }): number {
  if (!Number.isInteger(seeds) || seeds < FEWEST_SEEDS) {
    throw new RangeError(`power: expected at least ${FEWEST_SEEDS} seeds, got ${seeds}`);
  }
  if (!(deviation >= 0)) throw new RangeError(`power: expected a deviation of 0 or more, got ${deviation}`);
  const degrees = seeds - 1;
  const standardError = deviation / Math.sqrt(seeds);
  const reach = (bound: Bound | undefined) =>
    bound === undefined ? 0 : studentCritical(1 - 2 * bound.level, degrees) * standardError;
  const { above, below, within } = rule;
  const reaches = { above: reach(above), below: reach(below), within: reach(within) };
  const decided = (spread: number) => {
    const low = below === undefined ? -Infinity : below.limit - reaches.below * spread;
    const high = above === undefined ? Infinity : above.limit + reaches.above * spread;
    const half = within === undefined ? -Infinity : within.limit - reaches.within * spread;
    const at = (mean: number) => position(mean - difference, standardError);
    const outside = at(low) + 1 - at(high);
    const inside = half > 0 ? at(Math.min(half, high)) - at(Math.max(-half, low)) : 0;
    return Math.min(1, outside + Math.max(0, inside));
  };
  if (deviation === 0) return decided(0) > 0.5 ? 1 : 0;

  const width = REACH / Math.sqrt(2 * degrees);
  const [from, to] = [Math.max(0, 1 - width), 1 + width];
  const kinks = [
    within && within.limit / reaches.within,
    within && above && (within.limit - above.limit) / (reaches.within + reaches.above),
    within && below && (within.limit + below.limit) / (reaches.within + reaches.below),
  ].flatMap((kink) => (kink !== undefined && kink > from && kink < to ? [kink] : []));
  const ends = [from, ...kinks.sort((left, right) => left - right), to];
  const density = (spread: number) =>
    spread === 0 ? 0 : Math.exp((degrees - 1) * Math.log(spread) - (degrees * (spread ** 2 - 1)) / 2);
  const [weighted, total] = ends.slice(1).reduce(
    ([sum, mass], end, at) => {
      const start = ends[at] as number;
      return [
        sum + simpson((spread) => density(spread) * decided(spread), start, end),
        mass + simpson(density, start, end),
      ];
    },
    [0, 0] as readonly [number, number],
  );
  return weighted / total;
}

/**
 * The fewest seeds with which a rule decides with the wanted probability; none where even the most that are tried
 * don't.
 */
export function seedsToDecide({ power = 0.8, most = 1000, ...assumed }: SeedsWanted): number | undefined {
  const suffices = (seeds: number) => decisionPower({ ...assumed, seeds }) >= power;
  let few = FEWEST_SEEDS - 1;
  let enough = FEWEST_SEEDS;
  while (!suffices(enough)) {
    if (enough >= most) return undefined;
    few = enough;
    enough = Math.min(most, 2 * enough);
  }
  while (enough - few > 1) {
    const middle = (few + enough) >> 1;
    if (suffices(middle)) enough = middle;
    else few = middle;
  }
  return enough;
}

/** P(mean below a point at this distance from its expectation). */
function position(distance: number, standardError: number): number {
  if (distance === 0) return 0.5;
  return normalCdf(distance / standardError);
}

/** Simpson's rule. */
function simpson(value: (x: number) => number, from: number, to: number): number {
  const step = (to - from) / STEPS;
  let sum = value(from) + value(to);
  for (let at = 1; at < STEPS; at++) sum += (at % 2 === 1 ? 4 : 2) * value(from + at * step);
  return (sum * step) / 3;
}
