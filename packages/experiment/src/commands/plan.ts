import { Command } from 'commander';
import { duration } from '../progress.js';
import { sweepSizes } from '../sweep/measure/sizes.js';
import { pendingParts, type SweepTable, selectedSweep, sweepTable } from '../sweep/sweep-table.js';
import { pendingRuns, selectedExperiment, type TableRun, tableRuns } from '../table-runs.js';
import { experimentNames, shownPath } from '../workspace.js';
import { presetOption, seedsOption } from './options.js';

/** `better-attention plan`: the runs of one table or of all, what is done and what is left. */
export function planCommand(): Command {
  return new Command('plan')
    .description('show the runs that a preset stands for, what is done and what is left')
    .argument('[experiment]', 'one table (default: all)')
    .addOption(presetOption())
    .addOption(seedsOption())
    .action(async (experiment: string | undefined, options: { preset: string; seeds?: number }) => {
      for (const name of experiment === undefined ? await experimentNames() : [experiment]) {
        const sweep = await selectedSweep({ name, ...options });
        if (sweep !== undefined) {
          printSweep(await sweepTable(sweep));
          continue;
        }
        const table = await tableRuns(await selectedExperiment({ name, ...options }));
        const { runs, folder } = table;
        console.log(`${name}, preset ${options.preset}: ${summary(runs, pendingRuns(table).length)}`);
        console.log(`  records: ${shownPath(folder)}`);
        for (const { planned, state, record } of runs) {
          const took = record?.status === 'complete' ? `  trained in ${duration(record.trainSeconds)}` : '';
          const failure = record?.status === 'failed' ? `  ${record.error}` : '';
          console.log(
            `  ${planned.mechanism.padEnd(10)} ${planned.heads} heads  seed ${planned.seed}  ${state}${took}${failure}`,
          );
        }
      }
    });
}

function printSweep(table: SweepTable): void {
  const { sweep, parts, folder } = table;
  const left = pendingParts(table).length;
  const recorded = left === 0 ? `all ${parts.length}` : `${parts.length - left} of ${parts.length}`;
  console.log(`${sweep.name}, preset ${sweep.preset}: ${recorded} records are made`);
  console.log(`  records: ${shownPath(folder)}`);
  for (const { planned, state } of parts) {
    console.log(
      `  ${planned.file}  ${sweepSizes(sweep).length} sizes, ${sweep.mechanisms.length} mechanisms  ${state}`,
    );
  }
}

function summary(runs: readonly TableRun[], left: number): string {
  if (left === 0) return `all ${runs.length} runs are recorded`;
  const recorded = `${runs.length - left} of ${runs.length} runs are recorded`;
  const seconds = runs.flatMap(({ record }) => (record?.status === 'complete' ? [record.trainSeconds] : []));
  if (seconds.length === 0) return recorded;
  const mean = seconds.reduce((sum, each) => sum + each, 0) / seconds.length;
  return `${recorded}, about ${duration(mean * left)} of training left`;
}
