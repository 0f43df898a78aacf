/** What records can say about a claim. */
export const VERDICTS = ['supported', 'contradicted', 'not decided', 'not measured'] as const;

/** What records say about a claim. */
export type Verdict = (typeof VERDICTS)[number];

/** One mechanism in one measure. */
export interface Finding {
  readonly mechanism: string;
  /** `attention parameters`, `training time`, … */
  readonly measure: string;
  readonly verdict: Verdict;
  readonly sentence: string;
  /** What the verdict rests on, in full precision. */
  readonly numbers: Readonly<Record<string, number>>;
  /** File names of the records. */
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
 * if none is, and else not decided.
 */
export function conjunction(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('contradicted')) return 'contradicted';
  if (verdicts.every((verdict) => verdict === 'not measured')) return 'not measured';
  return verdicts.every((verdict) => verdict === 'supported') ? 'supported' : 'not decided';
}
