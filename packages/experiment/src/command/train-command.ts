import { Command } from 'commander';
import type { PresetChoice } from '../definition/preset-choice.js';
import { counted } from '../support/counted.js';
import { Failure } from '../support/failure.js';
import { loadTable } from '../tables/load-table.js';
import type { MeasureOptions, Table, Unit } from '../tables/table.js';
import { chosenUnits, groupedIds } from '../tables/unit-id.js';
import { findWorkspace, type Workspace } from '../workspace/workspace.js';
import { interruptSignal } from './interrupt.js';
import { measureTable } from './measure-table.js';
import {
  deviceOption,
  engineOption,
  presetOption,
  seedsOption,
  threadsOption,
  unitOption,
} from './options.js';

interface TrainOptions extends PresetChoice, MeasureOptions {
  readonly unit?: readonly string[];
}

/** `better-attention train`: trains the runs of a table that are missing, or single ones. */
export function trainCommand(): Command {
  return new Command('train')
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
    .option('--retrain', 'train again what older sources recorded (always so on the embedded sample)')
    .option(
      '--keep-parameters',
      'keep the trained parameters of each run, as safetensors beside its record; runs without are trained again',
    )
    .action(async (name: string | undefined, options: TrainOptions) => {
      const workspace = findWorkspace();
      const chosen = await chosenTables(workspace, name, options);
      const signal = interruptSignal();
      const failures = new Map<string, Error>();
      for (const { table, units } of chosen) {
        const failed = await measureTable(workspace, table, { ...options, units, signal });
        for (const [id, error] of failed) failures.set(id, error);
      }
      if (failures.size > 0) throw failure(failures);
    });
}

/** A table, and which of its units are asked for; without, all. */
interface ChosenTable {
  readonly table: Table;
  readonly units?: readonly Unit[];
}

/** The tables that are asked for by name or by units. @throws Failure when there is no such table or unit */
async function chosenTables(
  workspace: Workspace,
  name: string | undefined,
  { unit: ids = [], preset, seeds }: TrainOptions,
): Promise<ChosenTable[]> {
  if (ids.length === 0) {
    if (name === undefined) throw new Failure('which table? Name one, or units by --unit; plan lists both');
    return [{ table: await loadTable(workspace, name, { preset, seeds }) }];
  }
  const chosen: ChosenTable[] = [];
  for (const group of groupedIds(ids)) {
    if (name !== undefined && group.experiment !== name) {
      throw new Failure(`${group.ids[0]} is a unit of ${group.experiment}, not of ${name}`);
    }
    const table = await loadTable(workspace, group.experiment, { preset: group.preset, seeds });
    chosen.push({ table, units: chosenUnits(table, group.ids) });
  }
  return chosen;
}

function failure(errors: ReadonlyMap<string, Error>): Failure {
  const [first] = errors.values();
  const lines = [...errors].map(([id, { message }]) => `  ${id}: ${message.split('\n')[0]}`);
  return new Failure(
    `${counted(errors.size, 'unit')} failed; the same command tries again\n${lines.join('\n')}`,
    { cause: first },
  );
}
