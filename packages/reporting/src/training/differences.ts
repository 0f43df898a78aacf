import {
  pairedDifferences,
  pairedEffect,
  probabilityOfSuperiority,
  type SignedRankTest,
  sharedSeeds,
  signedRankTest,
} from '@better-attention/statistics';
import { headlineOf, isBaseline, type TrainingTableInput } from '../input/tables.js';
import { ofSeeds } from '../table/summary-seeds.js';
import { bySeed, type Summary } from '../table/table-model.js';
import { type Comparison, type Correction, comparisonOf, correctionsOf } from '../verdicts/comparison.js';
import { familyOf } from '../verdicts/families.js';
import { HYPOTHESES, hypothesisOf } from '../verdicts/hypotheses.js';
import { metricId } from './columns.js';
import { mainSummaries } from './summaries.js';
import { type TestedPair, type TestedRow, testedPair } from './test-set.js';
import { testedSeeds } from './tested-seeds.js';

/** A mechanism and Standard in one column, over the seeds that both have. */
export interface Pair {
  /** Of these seeds alone. */
  readonly mechanism: Summary;
  readonly standard: Summary;
  readonly seeds: readonly number[];
  /** File names of the runs of these seeds, Standard's first. */
  readonly files: readonly string[];
}

/** A mechanism's headline metric against Standard's. */
export interface Difference extends Pair {
  /** Of mechanism − Standard; none of fewer than three seeds. */
  readonly comparison: Comparison | undefined;
  /** Over the family of the claim that is about the mechanism; none of a baseline. */
  readonly correction: Correction | undefined;
  readonly signedRank: SignedRankTest | undefined;
  /** Half the width of what counts as similar; none where the table states none. */
  readonly margin: number | undefined;
  /** Whether its seeds are a pilot's: then it sets how many seeds there will be, and decides nothing. */
  readonly pilot: boolean;
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
  const column = metricId('test', headlineOf(table).metric);
  const rows = mainSummaries(summaries, table, column);
  const order = [...new Set([...table.mechanisms, ...rows.map(({ mechanism }) => mechanism)])];
  const found = order.flatMap((name) => differenceOf({ table, rows, tested }, name) ?? []);
  const corrections = correctionsIn(table, order, found);
  return found.map((one) => ({ ...one, correction: corrections.get(one) }));
}

type Uncorrected = Omit<Difference, 'correction'>;

/** A table with its rows in the headline's column. */
interface Measured {
  readonly table: TrainingTableInput;
  readonly rows: readonly Summary[];
  readonly tested: readonly TestedRow[];
}

function differenceOf({ table, rows, tested }: Measured, name: string): Uncorrected | undefined {
  const whole = pairOf(rows, name);
  if (!whole || whole.seeds.length === 0 || name === 'standard') return undefined;
  const { seeds, pilot } = testedSeeds(table, whole.seeds);
  const pair = pairOf(rows, name, seeds) as Pair;
  const { mechanism, standard } = pair;
  const differences = pairedDifferences(bySeed(mechanism), bySeed(standard));
  const margin = table.equivalence?.margin;
  const superiority = probabilityOfSuperiority(mechanism.values, standard.values);
  const [ofStandard, own] = ['standard', name].map((one) => tested.find((row) => row.mechanism === one));
  return {
    ...pair,
    pilot,
    margin,
    comparison: comparisonOf(differences, margin),
    signedRank: signedRankTest(differences),
    effect: pairedEffect(differences),
    probabilityOfImprovement: headlineOf(table).better === 'higher' ? superiority : 1 - superiority,
    testSet: testedPair(table, { mechanism: own, standard: ofStandard, seeds }),
  };
}

/** The corrections by difference: over a claim's family, or of other mechanisms over those of the table. */
function correctionsIn(
  table: TrainingTableInput,
  mechanisms: readonly string[],
  found: readonly Uncorrected[],
): Map<Uncorrected, Correction | undefined> {
  const isOther = (name: string) =>
    name !== 'standard' && !isBaseline(table, name) && hypothesisOf(name) === undefined;
  const families = [
    ...HYPOTHESES.map((hypothesis) => ({
      family: familyOf(table.name, { mechanisms: hypothesis.mechanisms.length }),
      has: (name: string) => hypothesis.mechanisms.includes(name),
    })),
    { family: { datasets: 1, mechanisms: mechanisms.filter(isOther).length }, has: isOther },
  ];
  return new Map(
    families.flatMap(({ family, has }) => {
      const own = found.filter(({ mechanism }) => has(mechanism.mechanism));
      const corrections = correctionsOf(
        own.map(({ comparison }) => comparison),
        family,
      );
      return own.map((one, at) => [one, corrections[at]] as const);
    }),
  );
}

/** A mechanism and Standard among the rows of a column, of these seeds alone; nothing where either has no row. */
function pairOf(rows: readonly Summary[], name: string, only?: readonly number[]): Pair | undefined {
  const [standard, mechanism] = ['standard', name].map((one) => rows.find((row) => row.mechanism === one));
  if (!standard || !mechanism) return undefined;
  const shared = sharedSeeds(bySeed(mechanism), bySeed(standard));
  const seeds = only ? shared.filter((seed) => only.includes(seed)) : shared;
  const pair = { standard: ofSeeds(standard, seeds), mechanism: ofSeeds(mechanism, seeds) };
  return { ...pair, seeds, files: [...pair.standard.files, ...pair.mechanism.files] };
}
