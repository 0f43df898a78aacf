import { headlineFindings } from '../claims/headline-findings.js';
import { isSample } from '../claims/sentences.js';
import { datasetName } from '../input/dataset-text.js';
import { differenceUnit } from '../input/metrics.js';
import { headlineOf, type JudgedMechanism } from '../input/tables.js';
import { CONTROL, type Contest, type ContestRatio, ratioIn } from '../speed/contests.js';
import type { SpeedTable } from '../speed/speed-table.js';
import type { TrainingTable } from '../training/training-table.js';
import type { Finding, SeedsToDecide, Word } from '../verdicts/finding.js';
import { type MissingSeeds, missingSeeds } from '../verdicts/seeds.js';

/** What records say about a mechanism of a person's own beside Standard, data set by data set. */
export interface Judgement {
  readonly mechanism: JudgedMechanism;
  readonly datasets: readonly JudgedDataset[];
}

/** A mechanism beside Standard on one data set. */
export interface JudgedDataset {
  /** The table's name: `imdb`. */
  readonly table: string;
  /** In a word or two: `IMDB`. */
  readonly dataset: string;
  /** Whether the runs used an embedded sample: then it is no verdict. */
  readonly sample: boolean;
  /** `test accuracy` */
  readonly measure: string;
  /** `percentage points` */
  readonly unit: string;
  /** Decimals of the difference. */
  readonly digits: number;
  /** `ahead`, `as good as`, `behind` or `open`; none where nothing was measured. */
  readonly word?: Word;
  /** How many seeds would decide what is open, beyond those at hand. */
  readonly missing?: MissingSeeds;
  readonly seedsToDecide?: SeedsToDecide;
  /** The seeds that it is tested on. */
  readonly seeds: number;
  /** Mechanism − Standard in the unit, with its 95 % interval; none without a shared seed, or of fewer than three. */
  readonly difference?: number;
  readonly interval?: readonly [low: number, high: number];
  readonly sentence: string;
  /** In full precision; see the claims of other reports. */
  readonly numbers: Readonly<Record<string, number>>;
  /** Of one model of the preset: of the mechanism and of Standard. */
  readonly counts?: { readonly own: JudgedCounts; readonly standard: JudgedCounts };
  readonly times: readonly JudgedTime[];
  /** File names of the runs that it rests on. */
  readonly records: readonly string[];
}

/** What a mechanism holds and computes in a table's model. */
export interface JudgedCounts {
  readonly attentionParameters: number;
  /** Matrix products for one head, counted in the recorded graph. */
  readonly matmulsPerHead: number;
}

/** A step's time relative to Standard's in the same turn. */
export interface JudgedTime {
  readonly phase: Contest['phase'];
  readonly threads: number;
  readonly ratio: number;
  /** 95 % over repetitions; none of fewer than three. */
  readonly interval?: readonly [low: number, high: number];
  readonly repetitions: number;
  /** Standard relative to itself, which is 1 where nothing disturbs. */
  readonly control?: number;
  /** None where the control says that the machine was disturbed, or there are too few repetitions. */
  readonly word?: 'faster' | 'slower' | 'open';
}

/** Sets a mechanism beside Standard in each table of training runs, with what was timed of the same models. */
export function judgementOf(
  mechanism: JudgedMechanism,
  tables: readonly TrainingTable[],
  speeds: readonly SpeedTable[],
): Judgement {
  return { mechanism, datasets: tables.map((table) => datasetOf(mechanism.name, table, speeds)) };
}

function datasetOf(name: string, table: TrainingTable, speeds: readonly SpeedTable[]): JudgedDataset {
  const { input, differences } = table;
  const metric = headlineOf(input);
  const finding = headlineFindings(table).find((one) => one.mechanism === name) as Finding;
  const { word, sentence, numbers, records, seedsToDecide, atHand = 0 } = finding;
  const found = differences.find((one) => one.mechanism.mechanism === name);
  const missing = missingSeeds(finding);
  const counts = countsOf(name, table);
  const interval = found?.comparison?.test.interval;
  return {
    table: input.name,
    dataset: datasetName(input),
    sample: isSample(input),
    measure: `test ${metric.label}`,
    unit: differenceUnit(metric),
    digits: metric.digits,
    ...(word && { word }),
    ...(missing && { missing }),
    ...(seedsToDecide && { seedsToDecide }),
    seeds: atHand,
    ...(found && { difference: found.mechanism.mean - found.standard.mean }),
    ...(interval && { interval }),
    sentence,
    numbers,
    ...(counts && { counts }),
    times: timesOf(name, table, speeds),
    records,
  };
}

function countsOf(name: string, { input }: TrainingTable): JudgedDataset['counts'] {
  const models = input.counted?.find(({ preset }) => preset === input.preset.name)?.models;
  const [own, standard] = [name, 'standard'].map((one): JudgedCounts | undefined => {
    const model = models?.get(one);
    return model && { attentionParameters: model.parameters.attention, matmulsPerHead: model.matmulsPerHead };
  });
  return own && standard && { own, standard };
}

function timesOf(name: string, { input }: TrainingTable, speeds: readonly SpeedTable[]): JudgedTime[] {
  return speeds
    .flatMap(({ contests }) => contests)
    .filter(({ model }) => model.table === input.name)
    .flatMap((contest): JudgedTime[] => {
      const found = ratioIn(contest.times, name);
      const control = ratioIn(contest.times, CONTROL)?.ratio;
      if (!found) return [];
      const word = wordOf(contest, found);
      return [
        {
          phase: contest.phase,
          threads: contest.threads,
          ratio: found.ratio,
          ...(found.interval && { interval: found.interval }),
          repetitions: contest.files.length,
          ...(control !== undefined && { control }),
          ...(word && { word }),
        },
      ];
    });
}

function wordOf({ disturbed }: Contest, { interval }: ContestRatio): JudgedTime['word'] {
  if (disturbed || !interval) return undefined;
  if (interval[1] < 1) return 'faster';
  return interval[0] > 1 ? 'slower' : 'open';
}
