import type { CompleteRun } from '@better-attention/records';
import { median } from '@better-attention/statistics';
import { completeRuns, type TrainingTableInput } from '../input/tables.js';
import { counted, listed, MOST_NAMES } from '../text/format.js';

/** How many times a run's median an epoch may take: what is slower was disturbed. */
const SLOWEST = 1.5;

/** The epochs that took longer than 1.5 times the median of their run. */
export function slowEpochs({ epochs }: Pick<CompleteRun, 'epochs'>): number[] {
  const typical = median(epochs.map(({ trainSeconds }) => trainSeconds));
  return epochs.filter(({ trainSeconds }) => trainSeconds > SLOWEST * typical).map(({ epoch }) => epoch);
}

/** The slow epochs of a table's runs, by file name; those without are left out. */
export function slowRuns(table: Pick<TrainingTableInput, 'records'>): Map<string, number[]> {
  const runs = [...completeRuns(table)].map(([file, run]) => [file, slowEpochs(run)] as const);
  return new Map(runs.filter(([, epochs]) => epochs.length > 0));
}

/** A sentence on the runs with slow epochs; none where there are none. */
export function slowRemarks(slow: ReadonlyMap<string, readonly number[]>): string[] {
  if (slow.size === 0) return [];
  const runs = [...slow].map(([file, epochs]) => `${file} (${epochsText(epochs)})`);
  const which = runs.length > MOST_NAMES ? '; the list of every run says which' : `: ${runs.join(', ')}`;
  return [
    `The machine was disturbed in ${counted(slow.size, 'run')}, in epochs of more than ${SLOWEST} times their run’s median${which}. The times of their rows are not set in relation.`,
  ];
}

/** `epochs 2 and 3` */
export function epochsText(epochs: readonly number[]): string {
  return `${epochs.length === 1 ? 'epoch' : 'epochs'} ${listed(epochs.map(String))}`;
}
