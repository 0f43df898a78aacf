import { readable } from '@better-attention/records';
import { Command } from 'commander';
import type { PresetChoice } from '../definition/preset-choice.js';
import { allRecorded, counted } from '../support/counted.js';
import { loadTable, loadTables } from '../tables/load-table.js';
import { type PlannedUnit, pendingUnits, type TableState, tableState } from '../tables/table-state.js';
import { findWorkspace, type Workspace } from '../workspace/workspace.js';
import { presetOption, seedsOption } from './options.js';
import { duration } from './progress.js';

/** `better-attention plan`: the units of one table or of all, what is done and what is left. */
export function planCommand(): Command {
  return new Command('plan')
    .description('show the runs that a preset stands for, what is done and what is left')
    .argument('[experiment]', 'one table (default: all)')
    .addOption(presetOption())
    .addOption(seedsOption())
    .action(async (experiment: string | undefined, choice: PresetChoice) => {
      const workspace = findWorkspace();
      const tables =
        experiment === undefined
          ? await loadTables(workspace, choice)
          : [await loadTable(workspace, experiment, choice)];
      for (const table of tables) {
        console.log(describePlan(workspace, await tableState(workspace, table)).join('\n'));
      }
    });
}

function describePlan(workspace: Workspace, state: TableState): string[] {
  const { table, units } = state;
  const widths = units[0]?.unit.columns.map((_, column) =>
    Math.max(...units.map(({ unit }) => unit.columns[column]?.length ?? 0)),
  );
  return [
    `${table.name}, preset ${table.preset.name}: ${summary(state)}`,
    `  records: ${workspace.shown(table.folder)}`,
    ...units.map((each) => {
      const label = each.unit.columns.map((text, column) => text.padEnd(widths?.[column] ?? 0));
      return ['', ...label, each.state, ...remarks(state, each)].join('  ');
    }),
  ];
}

function remarks({ table }: TableState, { record }: PlannedUnit): string[] {
  if (record === undefined) return [];
  const seconds = table.seconds(record);
  if (seconds !== undefined) return [`${table.words.participle} in ${duration(seconds)}`];
  return [readable(table.outcome(record))];
}

function summary(state: TableState): string {
  const { table, units } = state;
  const left = pendingUnits(state).length;
  const { unit, gerund } = table.words;
  if (left === 0) return allRecorded(units.length, unit);
  const recorded = `${units.length - left} of ${counted(units.length, unit)} recorded`;
  const seconds = units.flatMap(({ record }) => (record && table.seconds(record)) ?? []);
  if (seconds.length === 0) return recorded;
  const mean = seconds.reduce((sum, each) => sum + each, 0) / seconds.length;
  return `${recorded}, about ${duration(mean * left)} of ${gerund} left`;
}
