import { Command } from 'commander';
import type { PresetChoice } from '../definition/preset-choice.js';
import type { EstimatedTable } from '../plan/plan-table.js';
import type { PowerOptions } from '../plan/powered-tables.js';
import type { EngineOptions } from '../runs/engines.js';
import { Failure } from '../support/failure.js';
import { loadTable } from '../tables/load-table.js';
import { loadTables } from '../tables/load-tables.js';
import { isSelective, type RunSelection, selectUnits } from '../tables/select-units.js';
import type { Table } from '../tables/table.js';
import { findWorkspace } from '../workspace/find-workspace.js';
import type { Workspace } from '../workspace/workspace.js';
import { interruptSignal } from './interrupt.js';
import { type JudgedOptions, judgedOf } from './judged.js';
import {
  againstOption,
  deviceOption,
  engineOption,
  mechanismFileOption,
  powerOption,
  presetOption,
  seedsOption,
  selectionOptions,
  threadsOption,
} from './options.js';

interface PlanOptions extends PresetChoice, EngineOptions, RunSelection, JudgedOptions {
  readonly engine?: string;
  readonly units?: true;
  readonly calibrate?: true;
  readonly power?: number;
  readonly json?: true;
}

/** `better-attention plan`: the units of one table or of all, what is done, what is left, and how long that will take. */
export function planCommand(): Command {
  const command = new Command('plan')
    .description('show the runs that a preset stands for, what is done and what is left')
    .argument('[experiment]', 'one table (default: all)')
    .addOption(presetOption())
    .addOption(seedsOption())
    .addOption(mechanismFileOption())
    .addOption(againstOption())
    .addOption(engineOption())
    .addOption(deviceOption())
    .addOption(threadsOption())
    .option('--units', 'list every unit of all tables')
    .option(
      '--calibrate',
      'try a little of each unit that no time is known of; takes seconds to minutes each',
    )
    .addOption(powerOption())
    .option('--json', 'print every unit with its state and estimates as JSON')
    .action(async (experiment: string | undefined, options: PlanOptions) => {
      const [{ estimateTable }, { executorOf }, { calibrateTables }] = await Promise.all([
        import('../plan/plan-table.js'),
        import('../plan/executor.js'),
        import('./calibrate-tables.js'),
      ]);
      const workspace = findWorkspace();
      const executor = executorOf(options);
      const choice = { ...options, judged: await judgedOf(options) };
      const tables =
        experiment === undefined
          ? withRuns(await loadTables(workspace, choice), options)
          : [await loadTable(workspace, experiment, choice)];
      const estimate = async (table: Table) =>
        selected(await estimateTable(workspace, table, executor), options);
      const outcomes = await Promise.allSettled(
        tables.map(async (table) => ({ table, plan: await estimate(table) })),
      );
      const problems = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason as Error] : []));
      const [problem] = problems;
      if (problem && (options.json || problems.length === tables.length)) throw problem;
      const readable = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      const known = readable.map(({ plan }) => plan);
      const estimated = () => Promise.all(readable.map(({ table }) => estimate(table)));
      const plan = options.calibrate
        ? await calibrateTables(known, {
            workspace,
            executor,
            measure: options,
            signal: interruptSignal(),
          }).then(estimated)
        : known;
      const { preset, power } = options;
      const powered = power === undefined ? undefined : await poweredBy(workspace, plan, { preset, power });
      if (options.json) {
        const { documentOf } = await import('../plan/plan-document.js');
        console.log(JSON.stringify(documentOf(preset, plan, executor, powered), null, 2));
        return;
      }
      if (powered !== undefined) {
        const { powerLines } = await import('./power-text.js');
        console.log(powerLines(powered.tables, powered.power).join('\n'));
        return;
      }
      const { summaryLines, tableLines } = await import('./plan-text.js');
      const lines =
        experiment === undefined && !options.units
          ? summaryLines(workspace, preset, plan)
          : plan.flatMap((table) => tableLines(workspace, table, { all: options.units }));
      console.log(lines.join('\n'));
      if (problem) throw new Failure(problems.map(({ message }) => message).join('\n'));
    });
  for (const option of selectionOptions()) command.addOption(option);
  return command;
}

/** Those of some tables that have the runs that are asked for. */
function withRuns(tables: readonly Table[], selection: RunSelection): readonly Table[] {
  if (!isSelective(selection)) return tables;
  return tables.filter((table) => table.plan().some(({ of }) => of !== undefined));
}

/** A plan of the runs alone that are asked for. */
function selected(plan: EstimatedTable, selection: RunSelection): EstimatedTable {
  if (!isSelective(selection)) return plan;
  const files = new Set(selectUnits(plan.table, selection).map(({ file }) => file));
  return { ...plan, units: plan.units.filter(({ unit }) => files.has(unit.file)) };
}

/** What would decide the claims with so much power. */
async function poweredBy(workspace: Workspace, plan: readonly EstimatedTable[], options: PowerOptions) {
  const { poweredTables } = await import('../plan/powered-tables.js');
  return { power: options.power, tables: await poweredTables(workspace, plan, options) };
}
