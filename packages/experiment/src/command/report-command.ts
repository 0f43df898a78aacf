import { join } from 'node:path';
import type { Report } from '@better-attention/reporting';
import { Command, Option } from 'commander';
import type { PresetChoice } from '../definition/preset-choice.js';
import { Failure } from '../support/failure.js';
import { loadTables } from '../tables/load-tables.js';
import type { Table } from '../tables/table.js';
import { findWorkspace } from '../workspace/find-workspace.js';
import type { Workspace } from '../workspace/workspace.js';
import { requireWritable } from '../workspace/writable.js';
import { type JudgedOptions, judgedOf } from './judged.js';
import { againstOption, mechanismFileOption, presetOption, seedsOption } from './options.js';
import { fittingTo } from './terminal.js';

interface Choice {
  readonly check?: boolean;
  readonly pdf?: boolean;
}

/** `better-attention report`: renders the report of all tables from the recorded runs, and prints the verdicts. */
export function reportCommand(): Command {
  return new Command('report')
    .description('render all tables, figures and index.html from the recorded runs')
    .addOption(presetOption())
    .addOption(seedsOption())
    .addOption(mechanismFileOption())
    .addOption(againstOption())
    .option('--check', 'write nothing; fail where the files differ from what the records give')
    .addOption(
      new Option('--pdf', 'print the summary on two pages too, as summary.pdf, with Chromium').conflicts(
        'check',
      ),
    )
    .action(async ({ check, pdf, ...options }: PresetChoice & JudgedOptions & Choice) => {
      const [{ buildReport }, { reportInput }] = await Promise.all([
        import('@better-attention/reporting'),
        import('../tables/report-input.js'),
      ]);
      const workspace = findWorkspace();
      const choice = { ...options, judged: await judgedOf(options) };
      const tables = await loadTables(workspace, choice);
      const folder = workspace.reportFolder(choice.preset);
      if (!check) await requireWritable([{ path: folder, of: 'the report' }]);
      const report = buildReport(await reportInput(workspace, tables, choice.preset));
      await (check ? checkFiles(workspace, tables, report) : writeFiles(workspace, report));
      if (pdf) console.log(`printed ${workspace.shown(await printed(folder))}`);
    });
}

async function printed(folder: string): Promise<string> {
  const { printSummary } = await import('./print-summary.js');
  return printSummary({ folder, program: process.env.CHROMIUM });
}

async function writeFiles(workspace: Workspace, report: Report): Promise<void> {
  const { renderBrief, renderVerdicts, writeReport } = await import('@better-attention/reporting');
  const { isInReadme, updateReadme } = await import('./readme.js');
  const { folder, preset, tables, claims } = report;
  await writeReport(report);
  if (isInReadme(workspace, preset)) await updateReadme(workspace, report);

  for (const table of tables) {
    console.log(
      `\n${table.input.title}, preset ${preset}\n\n${renderBrief(table, fittingTo(process.stdout))}`,
    );
  }
  console.log(`\nThe paper's claims\n\n${renderVerdicts(claims, fittingTo(process.stdout))}\n`);
  for (const { input } of tables) {
    for (const [file, reason] of input.unusable ?? []) {
      console.log(`${workspace.shown(join(input.recordsFolder, file))} is left out: ${reason}`);
    }
  }
  console.log(`report  ${workspace.shown(join(folder, 'index.html'))}`);
  const name = tables[0]?.input.name;
  if (preset === 'sample' && name) {
    console.log(`next    ${workspace.lines.measure({ name, preset: 'paper' })}`);
  }
}

/** @throws Failure that names every file that differs and every record that can't be used */
async function checkFiles(workspace: Workspace, tables: readonly Table[], report: Report): Promise<void> {
  const { checkReport } = await import('@better-attention/reporting');
  const { isInReadme, isReadmeCurrent } = await import('./readme.js');
  const { preset } = report;
  const folder = workspace.shown(report.folder);
  const current = !isInReadme(workspace, preset) || (await isReadmeCurrent(workspace, report));
  const problems = [
    ...(await checkReport(report)).map((problem) => `${folder}/${problem}`),
    ...(current ? [] : [`README.md: its results of preset ${preset} differ from what the records give`]),
    ...(await Promise.all(tables.map((table) => recordFaults(workspace, table)))).flat(),
  ];
  if (problems.length > 0) {
    const advice = `${workspace.lines.command(`report --preset ${preset}`)} writes it anew`;
    throw new Failure(`${folder} is not what the records give; ${advice}\n${problems.join('\n')}`);
  }
  console.log(`${folder} is what the records give`);
}

/** Every file of a table's records that doesn't hold what it says, in a plan or not. */
async function recordFaults(workspace: Workspace, table: Table): Promise<string[]> {
  const { recordProblems } = await import('../tables/recorded.js');
  const problems = await recordProblems(table);
  return [...problems].map(([file, reason]) => `${workspace.shown(join(table.folder, file))}: ${reason}`);
}
