import {
  type DecisionRule,
  deviationInterval,
  FEWEST_SEEDS,
  seedsToDecide as fewestSeeds,
  type PairedTest,
} from '@better-attention/statistics';
import { estimateText } from '../text/duration.js';
import { counted, grouped } from '../text/format.js';
import type { Finding, SeedsToDecide } from './finding.js';

/** The probability that so many seeds decide, unless told. */
const POWER = 0.8;

/** The most seeds that are tried. */
const MOST = 1000;

/**
 * How many seeds would decide with so much power, 80 % unless told, if the observed difference were the true one: at the observed spread of
 * the paired differences, and at the ends of that spread's 80 % interval.
 *
 * @param test of differences of which positive ones are better
 */
export function seedsToDecide(
  { mean, standardError, degreesOfFreedom }: PairedTest,
  rule: DecisionRule,
  power = POWER,
): SeedsToDecide {
  const deviation = standardError * Math.sqrt(degreesOfFreedom + 1);
  const seedsAt = (spread: number) =>
    fewestSeeds({ difference: mean, deviation: spread, rule, power, most: MOST }) ?? null;
  const [low, high] = deviationInterval(deviation, degreesOfFreedom);
  return { seeds: seedsAt(deviation), low: seedsAt(low), high: seedsAt(high), power };
}

/** `About 14 seeds (8 to 41) would decide it`, or of another noun */
export function seedsText({ seeds, low, high }: SeedsToDecide, noun = 'seed'): string {
  if (low === null) return `More than ${counted(MOST, noun)} would be needed to decide it`;
  const about = seeds === null ? `More than ${counted(MOST, noun)}` : `About ${counted(seeds, noun)}`;
  const from = grouped(low);
  const to = high === null ? `more than ${grouped(MOST)}` : grouped(high);
  return `${about} (${from} to ${to}) would decide it`;
}

/** How many seeds an open finding lacks. */
export interface MissingSeeds {
  /** `null` stands for more than the most that were tried. */
  readonly count: number | null;
  /** Whether it may take more: nothing is tested yet. */
  readonly isLeast: boolean;
}

/** What tells how many seeds an open finding lacks. */
export interface OpenFinding extends Pick<Finding, 'verdict' | 'atHand' | 'coreHoursPerSeed'> {
  readonly seedsToDecide?: SeedsToDecide | undefined;
}

/** How many seeds would decide an open finding beyond those it is tested on; none where seeds don't decide it, or nothing is open. */
export function missingSeeds({
  verdict,
  seedsToDecide: needed,
  atHand,
}: OpenFinding): MissingSeeds | undefined {
  if (verdict !== 'open' || atHand === undefined) return undefined;
  if (needed) {
    return { count: needed.seeds === null ? null : Math.max(1, needed.seeds - atHand), isLeast: false };
  }
  return atHand < FEWEST_SEEDS ? { count: FEWEST_SEEDS - atHand, isLeast: true } : undefined;
}

/** `51 more seeds`, `over 1,000 seeds`, `at least 2 more seeds`, or of another noun */
export function missingText({ count, isLeast }: MissingSeeds, noun = 'seed'): string {
  if (count === null) return `over ${counted(MOST, noun)}`;
  return `${isLeast ? 'at least ' : ''}${counted(count, `more ${noun}`)}`;
}

/** How long an open finding's missing seeds train, on one core. */
export interface MissingHours {
  readonly hours: number;
  /** Whether it may take more: so many seeds don't decide it. */
  readonly isLeast: boolean;
}

/** How long the missing seeds train, Standard's beside them; none where nothing is missing, or no time is known. */
export function missingHours(finding: OpenFinding): MissingHours | undefined {
  const missing = missingSeeds(finding);
  const { coreHoursPerSeed } = finding;
  if (!missing || coreHoursPerSeed === undefined) return undefined;
  const { count, isLeast } = missing;
  return { hours: (count ?? MOST) * coreHoursPerSeed, isLeast: isLeast || count === null };
}

/** `3 hours`, `more than 40 hours` */
export function hoursText({ hours, isLeast }: MissingHours): string {
  return `${isLeast ? 'more than ' : ''}${estimateText(hours)}`;
}
