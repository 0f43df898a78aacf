import type { CompleteRun } from '@better-attention/records';
import { twoWayAnova } from '@better-attention/statistics';
import { completeRuns, headlineOf, isBaseline, type TrainingTableInput } from '../input/tables.js';
import { commonSeeds } from '../table/summary-seeds.js';
import type { Summary } from '../table/table-model.js';
import { counted, percent } from '../text/format.js';
import { metricId } from './columns.js';
import { mainSummaries } from './summaries.js';

/** What the seed and what the mechanism explains of the variance of the headline. */
export interface SharedLuck {
  readonly runs: number;
  readonly seeds: number;
  readonly mechanisms: number;
  /** Shares of the sum of squares, from 0 to 1. */
  readonly bySeed: number;
  readonly byMechanism: number;
}

/** Of the table's main rows, over the seeds that all of them have; nothing of fewer than two seeds or mechanisms. */
export function sharedLuck(table: TrainingTableInput, summaries: readonly Summary[]): SharedLuck | undefined {
  const rows = mainSummaries(summaries, table, metricId('test', headlineOf(table).metric)).filter(
    ({ mechanism }) => !isBaseline(table, mechanism),
  );
  const seeds = commonSeeds(rows);
  if (seeds.length < 2 || rows.length < 2) return undefined;
  const values = seeds.map((seed) => rows.map((row) => row.values[row.seeds.indexOf(seed)] as number));
  const { rows: bySeed, columns: byMechanism } = twoWayAnova(values);
  return {
    runs: seeds.length * rows.length,
    seeds: seeds.length,
    mechanisms: rows.length,
    bySeed: bySeed.share,
    byMechanism: byMechanism.share,
  };
}

/** Runs whose model has units that can fall silent. */
export interface DeadStarts {
  /** That record how many units are off. */
  readonly runs: number;
  /** Units that each of them has. */
  readonly units: number;
  /** Runs with all units off after the first epoch. */
  readonly afterFirstEpoch: number;
  /** Runs with all units off at the epoch that was tested. */
  readonly tested: number;
  /** Mean number of units that are off at the tested epoch. */
  readonly meanOff: number;
}

/** Of the table's complete runs; nothing where none records units, or where models have different numbers of them. */
export function deadStarts(table: TrainingTableInput): DeadStarts | undefined {
  const runs = [...completeRuns(table).values()].filter(({ epochs }) => epochs[0]?.deadUnits !== undefined);
  const [units, ...others] = new Set(runs.map(unitsOf));
  if (units === undefined || others.length > 0) return undefined;
  const offAfter = ({ epochs }: CompleteRun, epoch: number) => epochs[epoch - 1]?.deadUnits ?? 0;
  const off = runs.map((run) => offAfter(run, run.bestEpoch));
  return {
    runs: runs.length,
    units,
    afterFirstEpoch: runs.filter((run) => offAfter(run, 1) === units).length,
    tested: off.filter((count) => count === units).length,
    meanOff: off.reduce((sum, count) => sum + count, 0) / runs.length,
  };
}

function unitsOf({ configuration }: CompleteRun): number | undefined {
  const width = (configuration.model as { headWidth?: unknown } | undefined)?.headWidth;
  return typeof width === 'number' ? width : undefined;
}

/** What a reader must know of the seeds' luck, a sentence each. */
export function luckSentences(table: TrainingTableInput, summaries: readonly Summary[]): string[] {
  const luck = sharedLuck(table, summaries);
  const dead = deadStarts(table);
  return [...(luck ? [luckSentence(luck)] : []), ...(dead ? [deadSentence(dead)] : [])];
}

function luckSentence({ runs, seeds, mechanisms, bySeed, byMechanism }: SharedLuck): string {
  const chance = [(seeds - 1) / (runs - 1), (mechanisms - 1) / (runs - 1)].map(percent);
  return (
    `Mechanisms share the luck of a seed (its split, its start, its order and its dropout), which is why they are compared seed by seed: of the variance of ${runs} runs (${counted(seeds, 'seed')} × ${counted(mechanisms, 'mechanism')}), ` +
    `the seed explains ${percent(bySeed)} and the mechanism ${percent(byMechanism)}, where chance alone would give ${chance[0]} and ${chance[1]} (two-way analysis of variance).`
  );
}

function deadSentence({ runs, units, afterFirstEpoch, tested, meanOff }: DeadStarts): string {
  return (
    `Dead starts: ${afterFirstEpoch} of ${counted(runs, 'run')} had all ${units} ReLU units of the head off for every validation example after epoch 1, ` +
    `${tested} at the tested epoch; there, ${meanOff.toFixed(1)} of ${units} units are off on average.`
  );
}
