import { basename, join, resolve } from 'node:path';
import { buildReport, renderJudgement, writeReport } from '@better-attention/reporting';
import { standardFirst } from '../definition/against.js';
import type { PresetChoice } from '../definition/preset-choice.js';
import { launchLocally } from '../launchers/local.js';
import { checkMechanism } from '../mechanism-check/check-mechanism.js';
import { loadMechanism, type MechanismFile } from '../mechanism-file/load-mechanism.js';
import { counted } from '../support/counted.js';
import { Failure } from '../support/failure.js';
import { type JudgedPreset, judgedTables } from '../tables/judged-tables.js';
import { reportInput } from '../tables/report-input.js';
import type { MeasureOptions, Table } from '../tables/table.js';
import { pendingUnits, tableState } from '../tables/table-state.js';
import { findWorkspace } from '../workspace/find-workspace.js';
import type { Workspace } from '../workspace/workspace.js';
import { requireWritable } from '../workspace/writable.js';
import { confirmStart } from './confirm-start.js';
import { interruptSignal } from './interrupt.js';
import { measureTables } from './measure-tables.js';

/** What is asked of a judgement. */
export interface JudgeOptions extends PresetChoice, MeasureOptions {
  readonly tables?: readonly string[];
  readonly against?: readonly string[];
  readonly concurrent?: number;
  /** The folder of the report. */
  readonly out: string;
  readonly yes?: boolean;
}

/** Checks, trains, times and reports a mechanism of a person's own; what is recorded already stays as it is. */
export async function judge(file: string, options: JudgeOptions): Promise<void> {
  const { preset, seeds, out, concurrent = 1 } = options;
  const workspace = findWorkspace();
  const signal = interruptSignal();
  const mechanism = await loadMechanism(file);
  const judged = { mechanism, against: standardFirst(options.against ?? []) };
  const choice: JudgedPreset = { preset, seeds, judged };
  const wanted = await wantedOf(workspace, options);
  await requireSound(mechanism);
  const tables = await judgedTables(workspace, choice, wanted);
  const folder = resolve(out);
  await requireWritable([{ path: folder, of: 'the report' }]);
  await tellWork(workspace, tables, options);
  const trained = tables.filter(isTrained);
  const setting = { ...options, concurrent, signal };
  await confirmStart(
    workspace,
    trained.map((table) => ({ table })),
    setting,
  );
  if (concurrent === 1) await measureAll(workspace, trained, options, signal);
  else await launchAll(workspace, trained, options, signal);
  const timed = tables.filter((table) => !isTrained(table));
  await measureAll(workspace, timed, {}, signal);
  const report = buildReport(await reportInput(workspace, tables, preset, folder));
  await writeReport(report);
  if (report.judgement) console.log(`\n${renderJudgement(report.judgement)}\n`);
  if (timed.length === 0)
    console.log(`not timed: no table of step times has a model of these under preset ${preset}`);
  console.log(`report  ${join(out, 'index.html')}`);
}

/** @throws Failure that lists what is wrong with a mechanism, a line each, where anything is */
async function requireSound({ path, mechanism }: MechanismFile): Promise<void> {
  const findings = await checkMechanism(mechanism);
  if (findings.length === 0) return;
  const lines = findings.map(({ check, problem }) => `  ${check}: ${problem}`);
  const wrong = `${counted(findings.length, 'thing')} wrong, so that nothing is trained`;
  throw new Failure(`${basename(path)}: ${wrong}\n${lines.join('\n')}`);
}

/** The tables that are asked for. @throws Failure that lists those that there are when none is */
async function wantedOf(workspace: Workspace, { tables }: JudgeOptions): Promise<readonly string[]> {
  if (tables) return tables;
  const known = await workspace.experimentNames();
  throw new Failure(
    `on which data sets? Add --tables with names of ${known.join(', ')}, e.g. --tables imdb,mnist`,
  );
}

function isTrained({ data }: Table): boolean {
  return data !== undefined;
}

/** Says what is judged, and how much there is to do. */
async function tellWork(
  workspace: Workspace,
  tables: readonly Table[],
  options: JudgeOptions,
): Promise<void> {
  const states = await Promise.all(tables.map((table) => tableState(workspace, table)));
  const left = states.map((state) => ({
    name: state.table.name,
    all: state.units.length,
    left: pendingUnits(state, options).length,
    unit: state.table.words.unit,
  }));
  const { mechanism, against } = tables[0]?.judged ?? {};
  console.log(`${mechanism?.name} beside ${against?.join(', ')}, preset ${options.preset}`);
  for (const { name, all, left: missing, unit } of left) {
    console.log(`  ${name}: ${missing} of ${counted(all, unit)} to do`);
  }
}

async function measureAll(
  workspace: Workspace,
  tables: readonly Table[],
  options: MeasureOptions,
  signal: AbortSignal,
): Promise<void> {
  await measureTables(
    workspace,
    tables.map((table) => ({ table })),
    { ...options, signal },
  );
}

/** Trains tables in several processes, each of which loads the mechanism's file. @throws Failure when one of them fails */
async function launchAll(
  workspace: Workspace,
  tables: readonly Table[],
  options: JudgeOptions,
  signal: AbortSignal,
): Promise<void> {
  const { concurrent, threads, seeds, engine, device, checkpointEvery } = options;
  for (const table of tables) {
    const { mechanism, against = [] } = table.judged ?? {};
    const values = {
      '--mechanism-file': mechanism?.path,
      '--against': against.join(','),
      '--seeds': seeds,
      '--engine': engine,
      '--device': device,
      '--threads': threads,
      '--checkpoint-every': checkpointEvery,
      '--concurrent': 1,
    };
    const parameters = Object.entries(values).flatMap(([name, value]) =>
      value === undefined ? [] : [name, `${value}`],
    );
    const code = await launchLocally({ workspace, table, parameters, concurrent, threads, signal });
    if (code !== 0)
      throw new Failure(`${table.name}: not all is trained; the same command goes on with the rest`);
  }
}
