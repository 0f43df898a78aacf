/** What records can say about a claim. */
export const VERDICTS = ['supported', 'contradicted', 'open', 'not measured'] as const;

/** What records say about a claim. */
export type Verdict = (typeof VERDICTS)[number];

/** What is shown of a mechanism beside Standard: of a metric, of times, of counts. */
export type Word =
  | 'ahead'
  | 'as good as'
  | 'behind'
  | 'faster'
  | 'as fast'
  | 'slower'
  | 'fewer'
  | 'as many'
  | 'more'
  | 'open';

/** What is shown of a gain that is claimed as a share of Standard's mean. */
export interface ClaimedSize {
  /** `0.1` of Standard's mean. */
  readonly share: number;
  /** `impossible` where the metric's ceiling is nearer. */
  readonly status: 'excluded' | 'shown' | 'open' | 'impossible';
  /** How far the mechanism lies beyond it, in the shown unit, with the 95 % interval; none without a test. */
  readonly distance?: number;
  readonly low?: number;
  readonly high?: number;
  /** Of a paired t test of that distance against zero, two-sided, as it is and over the claim's data sets. */
  readonly p?: number;
  readonly pCorrected?: number;
  /** Of an open size. */
  readonly seedsToDecide?: SeedsToDecide;
}

/** How many seeds would decide an open finding; `null` stands for more than the most that were tried. */
export interface SeedsToDecide {
  /** At the spread that was observed. */
  readonly seeds: number | null;
  /** At the ends of that spread's 80 % interval. */
  readonly low: number | null;
  readonly high: number | null;
  /** The probability that so many seeds decide. */
  readonly power: number;
}

/** One mechanism in one measure. */
export interface Finding {
  readonly mechanism: string;
  /** `attention parameters`, `training time`, … */
  readonly measure: string;
  readonly verdict: Verdict;
  /** None where nothing was measured. */
  readonly word?: Word;
  readonly sentence: string;
  /** The gains that a claim names, each with what is shown of it. */
  readonly sizes?: readonly ClaimedSize[];
  /** Of an open finding. */
  readonly seedsToDecide?: SeedsToDecide;
  /** Of an open metric: the hours of one core that another seed of the mechanism and of Standard trains, as recorded. */
  readonly coreHoursPerSeed?: number;
  /** How many seeds, or of times repetitions, it is tested on; 0 while there is only a pilot. None of counts. */
  readonly atHand?: number;
  /** How many of its runs had not converged: their best epoch is their last. Of metrics alone, where any had not. */
  readonly unconverged?: number;
  /** What the verdict rests on, in full precision. */
  readonly numbers: Readonly<Record<string, number>>;
  /** File names of the records, those of another table behind its name: `training-speed/imdb-paper-repetition0.json`. */
  readonly records: readonly string[];
}

/** As a finding, of single layers; without a verdict where it only says how far the claim reaches. */
export interface LayerFinding extends Omit<Finding, 'verdict'> {
  readonly verdict?: Verdict;
}

/** What a layer table says about one mechanism in one measure. */
export interface LayerTableFinding extends LayerFinding {
  /** The paper's claim that it bears on. */
  readonly claim: 1 | 2 | 5;
}

/**
 * The verdict on a statement about several things: contradicted by one of them, supported by all of them, not measured
 * if none is, and else open.
 */
export function conjunction(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('contradicted')) return 'contradicted';
  if (verdicts.every((verdict) => verdict === 'not measured')) return 'not measured';
  return verdicts.every((verdict) => verdict === 'supported') ? 'supported' : 'open';
}
