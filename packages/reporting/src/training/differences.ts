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
import { type TestedPair, type TestedRow, testedPair } from './test-set.js';

/** A mechanism and Standard in one column, over the seeds that both have. */
export interface Pair {
  readonly mechanism: Summary;
  readonly standard: Summary;
  readonly seeds: readonly number[];
  /** File names of the runs of these seeds, Standard's first. */
  readonly files: readonly string[];
}

/** A mechanism's headline metric against Standard's. */
export interface Difference extends Pair {
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
  /** The same over other test sets; none where the runs don't record their test examples. */
  readonly testSet: TestedPair | undefined;
}

/** The differences of the table's main rows, in the order of its mechanisms. */
export function differencesOf(
  table: TrainingTableInput,
  summaries: readonly Summary[],
  tested: readonly TestedRow[],
): Difference[] {
  const headline = headlineOf(table);
  const column = metricId('test', headline.metric);
  const rows = mainSummaries(summaries, table, column);
  const margin = table.equivalenceMargin ?? 1;
  const rowOf = (mechanism: string) => tested.find((row) => row.mechanism === mechanism);
  const order = [...new Set([...table.mechanisms, ...rows.map(({ mechanism }) => mechanism)])];
  return order.flatMap((name) => {
    const pair = pairOf(rows, name);
    if (!pair || name === 'standard') return [];
    const { mechanism, standard } = pair;
    const differences = pairedDifferences(bySeed(mechanism), bySeed(standard));
    const test = pairedTTest(differences);
    const superiority = probabilityOfSuperiority(mechanism.values, standard.values);
    return [
      {
        ...pair,
        test,
        signedRank: signedRankTest(differences),
        margin,
        marginTest: test && marginTest(test, margin),
        effect: pairedEffect(differences),
        probabilityOfImprovement: headline.better === 'higher' ? superiority : 1 - superiority,
        testSet: testedPair(table, {
          mechanism: rowOf(name),
          standard: rowOf('standard'),
          seeds: pair.seeds,
        }),
      },
    ];
  });
}

/** A mechanism and Standard among the rows of a column; nothing where either has none. */
export function pairOf(rows: readonly Summary[], name: string): Pair | undefined {
  const [standard, mechanism] = ['standard', name].map((one) => rows.find((row) => row.mechanism === one));
  if (!standard || !mechanism) return undefined;
  const seeds = sharedSeeds(bySeed(mechanism), bySeed(standard));
  const files = [standard, mechanism].flatMap((summary) =>
    summary.files.filter((_, position) => seeds.includes(summary.seeds[position] as number)),
  );
  return { mechanism, standard, seeds, files };
}
