/** What the runs can say about a claim. */
export const VERDICTS = ['supported', 'contradicted', 'not decided', 'not measured'] as const;

/** What the runs say about a claim. */
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

/** As a finding, of single layers; without a verdict where it only says how far the claim reaches. */
export interface LayerFinding extends Omit<Finding, 'verdict'> {
  verdict?: Verdict;
}

/** A claim on single attention layers, by one sweep over their sizes. */
export interface LayerVerdict extends Pick<TableVerdict, 'preset' | 'sentence' | 'records'> {
  /** The sweep's name: `complexity`. */
  sweep: string;
  /** `single layers, counted` */
  label: string;
  /** None where no finding has one. */
  verdict?: Verdict;
  findings: readonly LayerFinding[];
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
  /** Of every sweep over single layers that bears on the claim. */
  layers: readonly LayerVerdict[];
}

/** The paper's data sets, by the name of their table. */
export const PAPER_DATASETS: Readonly<Record<string, string>> = {
  mnist: 'MNIST',
  cifar100: 'CIFAR-100',
  imagenet: 'ImageNet',
  imdb: 'IMDB',
  'amazon-reviews': 'Amazon Reviews',
  'en-es-translation': 'English–Spanish translation',
};

/**
 * The verdict on a statement about several things: contradicted by one of them, supported by all of them, not measured
 * if none is, and else not decided.
 */
export function conjunction(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('contradicted')) return 'contradicted';
  if (verdicts.every((verdict) => verdict === 'not measured')) return 'not measured';
  return verdicts.every((verdict) => verdict === 'supported') ? 'supported' : 'not decided';
}
