/** What the runs can say about a claim. */
export declare const VERDICTS: readonly ['supported', 'contradicted', 'not decided', 'not measured'];
/** One of {@link VERDICTS}. */
export type Verdict = (typeof VERDICTS)[number];
/** One mechanism in one measure. */
export interface Finding {
  mechanism: string;
  /** `attention parameters`, `training time`, … */
  measure: string;
  verdict: Verdict;
  sentence: string;
  /** What the verdict rests on, in full precision. */
  numbers: Readonly<Record<string, number>>;
  /** File names of the run records. */
  records: readonly string[];
}
/** A claim on the data set of one table. */
export interface TableVerdict {
  /** The table's name: `imdb`. */
  table: string;
  dataset: string;
  preset: string;
  /** Whether the runs used an embedded sample: no verdict on the paper. */
  sample: boolean;
  verdict: Verdict;
  sentence: string;
  /** None of the claim that gathers the others. */
  findings: readonly Finding[];
  records: readonly string[];
}
/** One of the paper's claims, judged. */
export interface Claim {
  /** `1`, `4-v3`. */
  id: string;
  number: number;
  /** The version of the paper that makes it. */
  version: 'v2' | 'v3';
  /** The claim in a few words. */
  label: string;
  statement: string;
  verdict: Verdict;
  sentence: string;
  /** Of every data set of the paper that has runs. */
  tables: readonly TableVerdict[];
}
/** The paper's data sets, by the name of their table. */
export declare const PAPER_DATASETS: Readonly<Record<string, string>>;
/**
 * The verdict on a statement about several things: contradicted by one of them, supported by all of them, not measured
 * if none is, and else not decided.
 */
export declare function conjunction(verdicts: readonly Verdict[]): Verdict;
