import { type ReportTable } from '../report-table.js';
import { type MarginTest } from '../statistics/margin.js';
import { type PairedTest } from '../statistics/paired.js';
import { type SignedRankTest } from '../statistics/wilcoxon.js';
import { type Summary } from './model.js';
/** A mechanism's headline metric against Standard's, over the seeds that both have. */
export interface Difference {
  mechanism: Summary;
  standard: Summary;
  seeds: readonly number[];
  /** File names of the runs of these seeds, Standard's first. */
  files: readonly string[];
  /** Mechanism − Standard; none of fewer than three seeds. */
  test: PairedTest | undefined;
  signedRank: SignedRankTest | undefined;
  /** Half the width of what counts as similar. */
  margin: number;
  marginTest: MarginTest | undefined;
  /** Cohen's d_z with Hedges' correction; none where the differences are equal. */
  effect: number | undefined;
  /** That a run of the mechanism is better than one of Standard. */
  probabilityOfImprovement: number;
}
/** The differences of the table's main rows, in the order of its mechanisms. */
export declare function differencesOf(table: ReportTable, summaries: readonly Summary[]): Difference[];
/** The seeds that a mechanism and Standard share, and the files of their runs. */
export declare function pairOf(
  mechanism: Summary,
  standard: Summary,
): {
  seeds: number[];
  files: string[];
};
