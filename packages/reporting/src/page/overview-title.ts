import type { CompleteRun } from '@better-attention/records';
import { isSample } from '../claims/sentences.js';
import { ascending } from '../collections/groups.js';
import { completeRuns, everyRecord, isTraining } from '../input/tables.js';
import type { Report } from '../report/report.js';
import { counted, grouped, listed } from '../text/format.js';
import type { TrainingTable } from '../training/training-table.js';
import { PAPER_DATASETS } from '../verdicts/claimed.js';

const PAPER = 'You Need to Pay Better Attention';
const HOUR = 3600;

/**
 * What a report is, in words: `You Need to Pay Better Attention, regenerated on 5 of its 6 data sets: 81 runs, 12 hours of
 * training on 2 cores`
 */
export function overviewTitle({ preset, tables }: Report): string {
  const training = tables.filter(isTraining);
  const papers = training.filter(({ input }) => input.name in PAPER_DATASETS);
  const recorded = papers.filter(({ input }) => input.records.size > 0);
  if (papers.length === 0) return `Report of preset ${preset}: ${effortOf(training)}`;
  if (recorded.length === 0) return `${PAPER}, to be regenerated: no run of preset ${preset} yet`;
  const all = Object.keys(PAPER_DATASETS).length;
  const how = recorded.some(({ input }) => isSample(input))
    ? 'tried on embedded samples of'
    : 'regenerated on';
  const which =
    recorded.length === all ? `its ${all} data sets` : `${recorded.length} of its ${all} data sets`;
  return `${PAPER}, ${how} ${which}: ${effortOf(training)}`;
}

/** `81 runs, 12 hours of training on 1 and 2 cores` */
function effortOf(tables: readonly TrainingTable[]): string {
  const runs = tables.reduce((sum, { input }) => sum + everyRecord(input).size, 0);
  const complete = tables.flatMap(({ input }) => [
    ...completeRuns(input).values(),
    ...completeRuns({ records: input.variants ?? new Map() }).values(),
  ]);
  if (complete.length === 0) return counted(runs, 'run');
  const seconds = complete.reduce((sum, { trainSeconds }) => sum + trainSeconds, 0);
  return `${counted(runs, 'run')}, ${durationText(seconds)} of training on ${machineText(complete)}`;
}

/** `1 and 2 cores`, or the devices where not all is a processor's */
function machineText(runs: readonly CompleteRun[]): string {
  const devices = [...new Set(runs.map(({ engine }) => engine.device))];
  if (devices.some((device) => device !== 'cpu')) return listed(devices);
  const cores = ascending(runs.map(({ machine }) => machine.cores));
  return `${listed(cores.map(grouped))} ${cores.at(-1) === 1 ? 'core' : 'cores'}`;
}

/** `40 seconds`, `12 minutes`, `5 hours` */
function durationText(seconds: number): string {
  if (seconds < 90) return counted(Math.round(seconds), 'second');
  return seconds < 1.5 * HOUR
    ? counted(Math.round(seconds / 60), 'minute')
    : counted(Math.round(seconds / HOUR), 'hour');
}
