import type { Finding, LayerFinding, Verdict } from '../verdicts/finding.js';

/** A claim on single attention layers, by one table of them. */
export interface LayerVerdict extends Pick<TableVerdict, 'preset' | 'sentence' | 'records'> {
  /** The table's name, `complexity`, under the key that `claims.json` has for it. */
  readonly sweep: string;
  /** `single layers, counted` */
  readonly label: string;
  /** None where no finding has one. */
  readonly verdict?: Verdict;
  readonly findings: readonly LayerFinding[];
}

/** A claim on the data set of one table. */
export interface TableVerdict {
  /** The table's name: `imdb`. */
  readonly table: string;
  /** In a word or two: `CIFAR-100`. */
  readonly dataset: string;
  readonly preset: string;
  /** Whether the runs used an embedded sample: no verdict on the paper. */
  readonly sample: boolean;
  readonly verdict: Verdict;
  readonly sentence: string;
  /** Whether it rests on metrics of runs that had not converged. */
  readonly unconverged: boolean;
  /** None of the claim that gathers the others. */
  readonly findings: readonly Finding[];
  readonly records: readonly string[];
}

/** One of the paper's claims, judged. */
export interface Claim {
  /** `1`, `4-v3`. */
  readonly id: string;
  readonly number: number;
  /** The version of the paper that makes it. */
  readonly version: 'v2' | 'v3';
  /** The claim in a few words. */
  readonly label: string;
  readonly statement: string;
  readonly verdict: Verdict;
  /** What it comes to, in a sentence or two of a few words. */
  readonly outcome: string;
  readonly sentence: string;
  /** Of every data set of the paper that has runs. */
  readonly tables: readonly TableVerdict[];
  /** Of every table of single layers that bears on the claim. */
  readonly layers: readonly LayerVerdict[];
}
