import { CLAIMED_GAINS, headlineFindings } from '../claims/headline-findings.js';
import { datasetName, datasetSizes } from '../input/dataset-text.js';
import { betterSign, differenceUnit } from '../input/metrics.js';
import { headlineOf } from '../input/tables.js';
import { bySeed } from '../table/table-model.js';
import { signed } from '../text/format.js';
import { comparedDifferences, comparedSeeds } from '../training/compared-seeds.js';
import type { Difference } from '../training/differences.js';
import type { TrainingTable } from '../training/training-table.js';
import type { Finding } from '../verdicts/finding.js';
import type { Extent } from './layout.js';

/** A mechanism's difference from Standard on one data set, in margins, positive where the mechanism is better. */
export interface ForestRow {
  readonly mechanism: string;
  readonly finding: Finding;
  readonly mean: number;
  /** 95 %; none of fewer than three seeds. */
  readonly interval: Extent | undefined;
  readonly seeds: readonly { readonly seed: number; readonly value: number; readonly text: string }[];
  /** `+1.73`, mechanism − Standard in the metric's unit */
  readonly text: string;
  /** `[+0.01, +3.44]`; empty without an interval */
  readonly intervalText: string;
  /** File names of the runs that it rests on. */
  readonly files: readonly string[];
}

/** The rows of one data set. */
export interface ForestGroup {
  /** The table's name: `cifar100`. */
  readonly table: string;
  /** In a word or two: `CIFAR-100`. */
  readonly dataset: string;
  /** `13,500 + 4,000 images, 3 seeds, ± 0.75` */
  readonly about: string;
  /** The metric's unit: `percentage points`. */
  readonly unit: string;
  /** The gains that the paper names, each as so much of Standard's mean, in margins. */
  readonly gains: readonly { readonly share: number; readonly value: number }[];
  readonly rows: readonly ForestRow[];
}

/**
 * Every mechanism's headline beside Standard's, data set by data set, in the order of the tables. Tables that state no margin
 * have none, since their differences have no measure in common with the others'.
 */
export function forestGroups(tables: readonly TrainingTable[]): ForestGroup[] {
  return tables.flatMap(groupOf);
}

function groupOf(table: TrainingTable): ForestGroup[] {
  const { input, differences } = table;
  const margin = input.equivalence?.margin;
  const [first] = differences;
  if (margin === undefined || !first) return [];
  const metric = headlineOf(input);
  const rows = headlineFindings(table).flatMap((finding): ForestRow[] => {
    const found = differences.find(({ mechanism }) => mechanism.mechanism === finding.mechanism);
    return found
      ? [rowOf(found, finding, { digits: metric.digits, scale: betterSign(metric) / margin })]
      : [];
  });
  if (rows.length === 0) return [];
  return [
    {
      table: input.name,
      dataset: datasetName(input),
      about: [datasetSizes(input), comparedSeeds(comparedDifferences(table)), `± ${margin}`].join(', '),
      unit: differenceUnit(metric),
      gains: CLAIMED_GAINS.map((share) => ({ share, value: (share * first.standard.mean) / margin })),
      rows,
    },
  ];
}

/** How differences are shown: their decimals, and margins a unit. */
interface Shown {
  readonly digits: number;
  readonly scale: number;
}

function rowOf(found: Difference, finding: Finding, { digits, scale }: Shown): ForestRow {
  const { mechanism, standard, seeds, comparison, files } = found;
  const [own, other] = [bySeed(mechanism), bySeed(standard)];
  const interval = comparison?.test.interval;
  const ends = interval?.map((end) => scale * end).sort((left, right) => left - right);
  return {
    mechanism: finding.mechanism,
    finding,
    mean: scale * (mechanism.mean - standard.mean),
    interval: ends && [ends[0] as number, ends[1] as number],
    seeds: seeds.map((seed) => {
      const difference = (own.get(seed) as number) - (other.get(seed) as number);
      return { seed, value: scale * difference, text: signed(difference, digits) };
    }),
    text: signed(mechanism.mean - standard.mean, digits),
    intervalText: interval ? `[${interval.map((end) => signed(end, digits)).join(', ')}]` : '',
    files,
  };
}
