import {
  type MarginTest,
  marginTest,
  type PairedTest,
  pairedDifferences,
  pairedEffect,
  pairedTTest,
  probabilityOfSuperiority,
  type SignedRankTest,
  sharedSeeds,
  signedRankTest,
} from '@better-attention/statistics';
import { headlineOf, type TrainingTableInput } from '../input/tables.js';
import { bySeed, type Summary } from '../table/table-model.js';
import { metricId } from './columns.js';
import { mainSummaries } from './summaries.js';

/** A mechanism's headline metric against Standard's, over the seeds that both have. */
export interface Difference {
  readonly mechanism: Summary;
  readonly standard: Summary;
  readonly seeds: readonly number[];
  /** File names of the runs of these seeds, Standard's first. */
  readonly files: readonly string[];
  /** Mechanism − Standard; none of fewer than three seeds. */
  readonly test: PairedTest | undefined;
  readonly signedRank: SignedRankTest | undefined;
  /** Half the width of what counts as similar. */
  readonly margin: number;
  readonly marginTest: MarginTest | undefined;
  /** Cohen's d_z with Hedges' correction; none where the differences are equal. */
  readonly effect: number | undefined;
  /** That a run of the mechanism is better than one of Standard. */
  readonly probabilityOfImprovement: number;
}

/** The differences of the table's main rows, in the order of its mechanisms. */
export function differencesOf(table: TrainingTableInput, summaries: readonly Summary[]): Difference[] {
  const headline = headlineOf(table);
  const column = metricId('test', headline.metric);
  const rows = mainSummaries(summaries, table, column);
  const standard = rows.find(({ mechanism }) => mechanism === 'standard');
  if (!standard) return [];
  const margin = table.equivalenceMargin ?? 1;
  const order = [...new Set([...table.mechanisms, ...rows.map(({ mechanism }) => mechanism)])];
  return order.flatMap((name) => {
    const mechanism = rows.find((row) => row.mechanism === name);
    if (!mechanism || mechanism === standard) return [];
    const differences = pairedDifferences(bySeed(mechanism), bySeed(standard));
    const test = pairedTTest(differences);
    const superiority = probabilityOfSuperiority(mechanism.values, standard.values);
    return [
      {
        mechanism,
        standard,
        ...pairOf(mechanism, standard),
        test,
        signedRank: signedRankTest(differences),
        margin,
        marginTest: test && marginTest(test, margin),
        effect: pairedEffect(differences),
        probabilityOfImprovement: headline.better === 'higher' ? superiority : 1 - superiority,
      },
    ];
  });
}

/** The seeds that a mechanism and Standard share, and the files of their runs. */
export function pairOf(mechanism: Summary, standard: Summary): { seeds: number[]; files: string[] } {
  const seeds = sharedSeeds(bySeed(mechanism), bySeed(standard));
  const files = [standard, mechanism].flatMap((summary) =>
    summary.files.filter((_, position) => seeds.includes(summary.seeds[position] as number)),
  );
  return { seeds, files };
}
