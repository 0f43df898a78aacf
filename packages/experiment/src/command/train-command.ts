import { Command } from 'commander';
import type { PresetChoice } from '../definition/preset-choice.js';
import { LAUNCHERS } from '../launchers/launchers.js';
import { Failure, named } from '../support/failure.js';
import { loadTable, requireName } from '../tables/load-table.js';
import { isSelective, type RunSelection, selectUnits } from '../tables/select-units.js';
import type { MeasureOptions } from '../tables/table.js';
import { findWorkspace } from '../workspace/find-workspace.js';
import type { Workspace } from '../workspace/workspace.js';
import { type ChosenTable, confirmStart } from './confirm-start.js';
import { interruptSignal } from './interrupt.js';
import { type JudgedOptions, judgedOf } from './judged.js';
import {
  againstOption,
  checkpointEveryOption,
  concurrentOption,
  deviceOption,
  engineOption,
  givenOptions,
  launcherOption,
  mechanismFileOption,
  presetOption,
  seedsOption,
  selectionOptions,
  slurmOption,
  threadsOption,
  unitOption,
  yesOption,
} from './options.js';

interface TrainOptions extends PresetChoice, MeasureOptions, RunSelection, JudgedOptions {
  readonly unit?: readonly string[];
  readonly launcher: string;
  readonly concurrent?: number;
  readonly slurm?: readonly string[];
  readonly yes?: boolean;
}

/** The options that choose which units and where; each process of a launch is told by its launcher. */
const OF_LAUNCHING = ['unit', 'mechanism', 'heads', 'seed', 'preset', 'launcher', 'concurrent', 'slurm'];

/** `better-attention train`: trains the runs of a table that are missing, or single ones. */
export function trainCommand(): Command {
  const command = new Command('train')
    .description(
      'train the runs of a table that are not recorded yet; Ctrl-C stops, the same command goes on',
    )
    .argument('[experiment]', 'which table (default: those of the units)')
    .addOption(unitOption())
    .addOption(presetOption())
    .addOption(seedsOption())
    .addOption(engineOption())
    .addOption(deviceOption())
    .addOption(threadsOption())
    .addOption(checkpointEveryOption())
    .addOption(launcherOption())
    .addOption(concurrentOption())
    .addOption(slurmOption())
    .addOption(yesOption())
    .addOption(mechanismFileOption())
    .addOption(againstOption())
    .option('--retrain', 'train again what older sources recorded (always so on the embedded sample)')
    .option('--again', 'train single runs again, whatever recorded them; in this process')
    .option(
      '--keep-parameters',
      'keep the trained parameters of each run, as safetensors beside its record; runs without are trained again',
    )
    .action(async (name: string | undefined, options: TrainOptions, command: Command) => {
      const workspace = findWorkspace();
      const judged = await judgedOf(options);
      const chosen = await chosenTables(workspace, name, { ...options, judged });
      if (options.slurm && options.launcher !== 'slurm') throw new Failure('--slurm: add --launcher slurm');
      const signal = interruptSignal();
      const { launcher, concurrent, threads, slurm } = options;
      if (
        options.again &&
        (!(options.unit || isSelective(options)) || launcher !== 'local' || (concurrent ?? 1) > 1)
      ) {
        throw new Failure(
          '--again: name the runs by --unit, or by --mechanism and --seed, and leave --launcher and --concurrent out',
        );
      }
      if (launcher === 'local') {
        await confirmStart(workspace, chosen, { ...options, concurrent: concurrent ?? 1, signal });
        if ((concurrent ?? 1) === 1) {
          const { measureTables } = await import('./measure-tables.js');
          await measureTables(workspace, chosen, { ...options, signal });
          return;
        }
      }
      const parameters = [...givenOptions(command, OF_LAUNCHING), '--concurrent', '1'];
      const launch = named(LAUNCHERS, launcher, 'launcher');
      for (const { table, units } of chosen) {
        const setting = { parameters, concurrent, threads, slurm, signal };
        const code = await launch({ workspace, table, units, ...setting });
        process.exitCode = Math.max(Number(process.exitCode ?? 0), code);
      }
    });
  for (const option of selectionOptions()) command.addOption(option);
  return command;
}

/** The tables that are asked for by name or by units. @throws Failure when there is no such table or unit */
async function chosenTables(
  workspace: Workspace,
  name: string | undefined,
  {
    unit: ids = [],
    preset,
    seeds,
    judged,
    ...selection
  }: Pick<TrainOptions, 'unit'> & RunSelection & PresetChoice,
): Promise<ChosenTable[]> {
  if (ids.length === 0) {
    const table = await loadTable(workspace, await requireName(workspace, name), { preset, seeds, judged });
    return [isSelective(selection) ? { table, units: selectUnits(table, selection) } : { table }];
  }
  if (isSelective(selection))
    throw new Failure('--unit names whole runs; leave --mechanism, --heads and --seed out');
  const { chosenUnits, groupedIds } = await import('../tables/unit-id.js');
  const chosen: ChosenTable[] = [];
  for (const group of groupedIds(ids)) {
    if (name !== undefined && group.experiment !== name) {
      throw new Failure(`${group.ids[0]} is a unit of ${group.experiment}, not of ${name}`);
    }
    const table = await loadTable(workspace, group.experiment, { preset: group.preset, seeds, judged });
    chosen.push({ table, units: chosenUnits(table, group.ids) });
  }
  return chosen;
}
