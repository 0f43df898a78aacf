import type { CompleteRun } from '@better-attention/records';
import { completeRuns, type TrainingTableInput } from '../input/tables.js';
import { counted } from '../text/format.js';

/** Whether a run had not converged: its best epoch is its last, so that longer training may have made it better. */
export function isUnconverged({ bestEpoch, epochs }: Pick<CompleteRun, 'bestEpoch' | 'epochs'>): boolean {
  return bestEpoch === epochs.length;
}

/** How many of some runs had not converged. */
export interface Convergence {
  readonly unconverged: number;
  readonly runs: number;
}

/** Counts the runs that had not converged among those of some files, by default all that are complete. */
export function convergenceOf(
  table: Pick<TrainingTableInput, 'records'>,
  files?: readonly string[],
): Convergence {
  const runs = [...completeRuns(table)].filter(([file]) => files?.includes(file) ?? true);
  return { unconverged: runs.filter(([, run]) => isUnconverged(run)).length, runs: runs.length };
}

/** `Not converged: the best epoch is the last of 3 of 6 runs.`; empty where all had. */
export function convergenceText({ unconverged, runs }: Convergence): string {
  if (unconverged === 0) return '';
  return `Not converged: the best epoch is the last in ${unconverged} of ${counted(runs, 'run')}.`;
}
