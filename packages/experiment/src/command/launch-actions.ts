import { existsSync } from 'node:fs';
import type { PresetChoice } from '../definition/preset-choice.js';
import { collectRecords } from '../launchers/collect.js';
import { logOf, markCancelled, readJobArrays } from '../launchers/job-array.js';
import { launchUnits } from '../launchers/launch-units.js';
import { submitTable } from '../launchers/on-slurm.js';
import { cancelTasks, requeueThisTask } from '../launchers/slurm.js';
import { launchStatus } from '../launchers/submit.js';
import { isLive, LAUNCH_STATES, type UnitStatus } from '../launchers/unit-status.js';
import { counted } from '../support/counted.js';
import { Failure } from '../support/failure.js';
import { loadTable } from '../tables/load-table.js';
import { loadTables } from '../tables/load-tables.js';
import type { Table, Unit } from '../tables/table.js';
import { chosenUnits } from '../tables/unit-id.js';
import { findWorkspace } from '../workspace/find-workspace.js';
import type { Workspace } from '../workspace/workspace.js';
import { Interruption, interruptSignal } from './interrupt.js';
import { trainCommand } from './train-command.js';

interface LaunchOptions extends PresetChoice {
  readonly unit?: readonly string[];
}

/** Shows which units of launched tables are recorded, run, wait or failed. */
export async function status(
  name: string | undefined,
  { json, ...choice }: PresetChoice & { readonly json?: true },
): Promise<void> {
  const workspace = findWorkspace();
  const tables =
    name === undefined ? await launchedTables(workspace, choice) : [await loadTable(workspace, name, choice)];
  const statuses = await Promise.all(
    tables.map(async (table) => ({
      table,
      units: await launchStatus(table, await launchUnits(workspace, table)),
    })),
  );
  if (json) {
    console.log(
      JSON.stringify(
        statuses.flatMap(({ units }) => units),
        null,
        2,
      ),
    );
    return;
  }
  if (statuses.length === 0) console.log(`nothing of preset ${choice.preset} was launched`);
  for (const { table, units } of statuses) console.log(describe(workspace, table, units).join('\n'));
}

async function launchedTables(workspace: Workspace, choice: PresetChoice): Promise<Table[]> {
  const tables = await loadTables(workspace, choice);
  const launched = await Promise.all(tables.map(async (table) => (await readJobArrays(table)).length > 0));
  return tables.filter((_, at) => launched[at]);
}

function describe(workspace: Workspace, table: Table, units: readonly UnitStatus[]): string[] {
  const width = Math.max(...units.map(({ unit }) => unit.length));
  const longest = Math.max(...LAUNCH_STATES.map((state) => state.length));
  return [
    `${table.name}, preset ${table.preset.name}: ${summary(table, units)}`,
    ...units.map(({ unit, state, task, detail }) =>
      [
        `  ${unit.padEnd(width)}`,
        state.padEnd(longest),
        ...(task === undefined ? [] : [task]),
        ...(detail === undefined ? [] : [detail]),
        ...(state === 'failed' && existsSync(logOf(table, unit))
          ? [workspace.shown(logOf(table, unit))]
          : []),
      ]
        .join('  ')
        .trimEnd(),
    ),
  ];
}

/** `8 of 12 runs recorded, 1 running, 3 pending` */
function summary({ words }: Table, units: readonly UnitStatus[]): string {
  const count = (wanted: string) => units.filter(({ state }) => state === wanted).length;
  const others = LAUNCH_STATES.filter((state) => state !== 'recorded' && count(state) > 0);
  return [
    `${count('recorded')} of ${counted(units.length, words.unit)} recorded`,
    ...others.map((state) => `${count(state)} ${state}`),
  ].join(', ');
}

/** Tells whether a table is recorded, after copying the records of another folder if one is given. @throws Failure when it is not */
export async function collect(
  name: string,
  { from, ...choice }: PresetChoice & { readonly from?: string },
): Promise<void> {
  const workspace = findWorkspace();
  const table = await loadTable(workspace, name, choice);
  const { words } = table;
  if (from !== undefined) {
    const { copied, same, refused } = await collectRecords(table, from);
    console.log(`copied ${counted(copied.length, 'record')} from ${from}; ${same.length} were here already`);
    if (refused.size > 0) {
      const lines = [...refused].map(([file, reason]) => `  ${file}: ${reason}`);
      throw new Failure(`${counted(refused.size, 'record')} of ${from} refused\n${lines.join('\n')}`);
    }
  }
  const units = await launchStatus(table, await launchUnits(workspace, table));
  console.log(describe(workspace, table, units).join('\n'));
  const left = units.filter(({ state }) => state !== 'recorded').length;
  if (left > 0) throw new Failure(`${counted(left, words.unit)} of ${units.length} not recorded`);
}

/** Ends the tasks of a table that wait or run. */
export async function cancel(name: string, { unit: ids, ...choice }: LaunchOptions): Promise<void> {
  const { workspace, table, units } = await chosen(name, ids, choice);
  const live = (await launchStatus(table, await launchUnits(workspace, table, { units }))).filter(isLive);
  const tasks = live.flatMap(({ task }) => task ?? []);
  await cancelTasks(tasks);
  await markCancelled(table, tasks);
  console.log(
    `${table.name}, preset ${table.preset.name}: cancelled ${counted(tasks.length, table.words.unit)}`,
  );
}

/** Submits again what is neither recorded nor queued nor running. */
export async function retry(
  name: string,
  { unit: ids, slurm, ...choice }: LaunchOptions & { readonly slurm?: readonly string[] },
): Promise<void> {
  const { workspace, table, units } = await chosen(name, ids, choice);
  const last = (await readJobArrays(table)).at(-1);
  if (last === undefined) {
    const again = workspace.lines.command(`train ${name} --preset ${choice.preset} --launcher slurm`);
    throw new Failure(`nothing of ${name}, preset ${choice.preset} was launched; launch it with: ${again}`);
  }
  const setting = { ...last.setting, ...(slurm && { slurm: [...slurm] }) };
  await submitTable(workspace, table, { units, setting, signal: interruptSignal() });
}

async function chosen(
  name: string,
  ids: readonly string[] | undefined,
  choice: PresetChoice,
): Promise<{
  readonly workspace: Workspace;
  readonly table: Table;
  readonly units: readonly Unit[] | undefined;
}> {
  const workspace = findWorkspace();
  const table = await loadTable(workspace, name, choice);
  return { workspace, table, units: ids && chosenUnits(table, ids) };
}

/** Trains a unit as a task of an array; asked to stop, it has itself started again. */
export async function task(unit: string, parameters: readonly string[]): Promise<void> {
  try {
    await trainCommand().parseAsync(['--unit', unit, ...parameters], { from: 'user' });
  } catch (error) {
    if (error instanceof Interruption && (await requeueThisTask())) console.error(`${unit} will start again`);
    throw error;
  }
}
