import { join } from 'node:path';
import type { Report, TableInput } from '@better-attention/reporting';
import { Command } from 'commander';
import { Failure } from '../failure.js';
import { selectedSweep } from '../sweep/sweep-table.js';
import { selectedExperiment } from '../table-runs.js';
import { experimentNames, reportFolder, shownPath } from '../workspace.js';
import { presetOption, seedsOption } from './options.js';

interface Selection {
  preset: string;
  seeds?: number;
}

/** `better-attention report`: renders the report of all tables from the recorded runs, and prints the verdicts. */
export function reportCommand(): Command {
  return new Command('report')
    .description('render all tables, figures and index.html from the recorded runs')
    .addOption(presetOption())
    .addOption(seedsOption())
    .option('--check', 'write nothing; fail where the files differ from what the records give')
    .action(async ({ check, ...selection }: Selection & { check?: boolean }) => {
      const report = await builtReport(selection);
      await (check ? checkFiles(report) : writeFiles(report));
    });
}

async function builtReport(selection: Selection): Promise<Report> {
  const { buildReport } = await import('@better-attention/reporting');
  const { reportTable } = await import('../report-tables.js');
  const { reportSweep } = await import('../sweep/report-sweep.js');
  const tables: TableInput[] = [];
  for (const name of await experimentNames()) {
    const sweep = await selectedSweep({ name, ...selection });
    if (sweep !== undefined) tables.push(await reportSweep(sweep));
    else tables.push(await reportTable(await selectedExperiment({ name, ...selection })));
  }
  return buildReport({ folder: reportFolder(selection.preset), preset: selection.preset, tables });
}

async function writeFiles(report: Report): Promise<void> {
  const { renderBrief, renderVerdicts, writeReport } = await import('@better-attention/reporting');
  const { isInReadme, updateReadme } = await import('../readme.js');
  const { folder, preset, tables, claims } = report;
  await writeReport(report);
  if (isInReadme(preset)) await updateReadme(report);

  for (const table of tables) {
    console.log(`\n${table.input.title}, preset ${preset}\n\n${renderBrief(table)}`);
  }
  console.log(`\nThe paper's claims\n\n${renderVerdicts(claims)}\n`);
  for (const problem of unusable(report)) console.log(problem);
  console.log(`report  ${shownPath(join(folder, 'index.html'))}`);
  if (preset === 'sample') console.log(`next    npm run table -- ${tables[0]?.input.name} --preset paper`);
}

/** @throws Failure that names every file that differs and every record that can't be used */
async function checkFiles(report: Report): Promise<void> {
  const { checkReport } = await import('@better-attention/reporting');
  const { isInReadme, isReadmeCurrent } = await import('../readme.js');
  const { folder, preset } = report;
  const readme =
    !isInReadme(preset) || (await isReadmeCurrent(report))
      ? []
      : [`README.md: its results of preset ${preset} differ from what the records give`];
  const problems = [
    ...(await checkReport(report)).map((problem) => `${shownPath(folder)}/${problem}`),
    ...readme,
    ...(await recordFaults(report)),
  ];
  if (problems.length === 0) {
    console.log(`${shownPath(folder)} is what the records give`);
    return;
  }
  const advice = `better-attention report --preset ${preset} writes it anew`;
  throw new Failure(`${shownPath(folder)} is not what the records give; ${advice}\n${problems.join('\n')}`);
}

function unusable({ tables }: Report): string[] {
  return tables.flatMap(({ input }) =>
    [...(input.unusable ?? [])].map(
      ([file, reason]) => `${shownPath(join(input.recordsFolder, file))} is left out: ${reason}`,
    ),
  );
}

/** Every file of the records that doesn't hold what it says, in a plan or not. */
async function recordFaults({ tables }: Report): Promise<string[]> {
  const { recordProblems } = await import('../report-records.js');
  const faults: string[] = [];
  for (const { kind, input } of tables) {
    faults.push(...(await faultsOf(input.recordsFolder, kind === 'training' ? 'runs' : 'sweep')));
  }
  return faults;

  async function faultsOf(folder: string, kind: 'runs' | 'sweep'): Promise<string[]> {
    const problems = await recordProblems(folder, kind);
    return [...problems].map(([file, reason]) => `${shownPath(join(folder, file))}: ${reason}`);
  }
}
