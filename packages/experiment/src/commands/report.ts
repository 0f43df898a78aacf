import { join } from 'node:path';
import type { ReportOptions, ReportSweep, ReportTable } from '@better-attention/reporting';
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
      const options = await reportOptions(selection);
      await (check ? checkFiles(options) : writeFiles(options));
    });
}

type Options = ReportOptions & { sweeps: readonly ReportSweep[] };

async function reportOptions(selection: Selection): Promise<Options> {
  const { reportTable } = await import('../report-tables.js');
  const { reportSweep } = await import('../sweep/report-sweep.js');
  const tables: ReportTable[] = [];
  const sweeps: ReportSweep[] = [];
  for (const name of await experimentNames()) {
    const sweep = await selectedSweep({ name, ...selection });
    if (sweep !== undefined) sweeps.push(await reportSweep(sweep));
    else tables.push(await reportTable(await selectedExperiment({ name, ...selection })));
  }
  return { folder: reportFolder(selection.preset), preset: selection.preset, tables, sweeps };
}

async function writeFiles(options: Options): Promise<void> {
  const { buildSweep, claims, renderVerdicts, writeReport } = await import('@better-attention/reporting');
  const { excerpt } = await import('../report-tables.js');
  const { isInReadme, updateReadme } = await import('../readme.js');
  const { folder, preset, tables, sweeps } = options;
  await writeReport(options);
  if (isInReadme(preset)) await updateReadme(options);

  for (const table of tables) {
    const shown = table.records.size > 0 ? excerpt(table) : 'No runs yet.';
    console.log(`\n${table.title}, preset ${preset}\n\n${shown}`);
  }
  for (const sweep of sweeps) {
    const { sentences } = buildSweep(sweep, '');
    const shown = sentences.length > 0 ? sentences.map((each) => `- ${each}`).join('\n') : 'No records yet.';
    console.log(`\n${sweep.title}, preset ${preset}\n\n${shown}`);
  }
  console.log(`\nThe paper's claims\n\n${renderVerdicts(claims(tables, sweeps))}\n`);
  for (const problem of unusable(options)) console.log(problem);
  console.log(`report  ${shownPath(join(folder, 'index.html'))}`);
  if (preset === 'sample') console.log(`next    npm run table -- ${tables[0]?.name} --preset paper`);
}

/** @throws Failure that names every file that differs and every record that can't be used */
async function checkFiles(options: Options): Promise<void> {
  const { checkReport } = await import('@better-attention/reporting');
  const { isInReadme, isReadmeCurrent } = await import('../readme.js');
  const { folder, preset } = options;
  const readme =
    !isInReadme(preset) || (await isReadmeCurrent(options))
      ? []
      : [`README.md: its results of preset ${preset} differ from what the records give`];
  const problems = [
    ...(await checkReport(options)).map((problem) => `${shownPath(folder)}/${problem}`),
    ...readme,
    ...(await recordFaults(options)),
  ];
  if (problems.length === 0) {
    console.log(`${shownPath(folder)} is what the records give`);
    return;
  }
  const advice = `better-attention report --preset ${preset} writes it anew`;
  throw new Failure(`${shownPath(folder)} is not what the records give; ${advice}\n${problems.join('\n')}`);
}

function unusable({ tables, sweeps }: Options): string[] {
  return [...tables, ...sweeps].flatMap((table) =>
    [...(table.unusable ?? [])].map(
      ([file, reason]) => `${shownPath(join(table.recordsFolder, file))} is left out: ${reason}`,
    ),
  );
}

/** Every file of the records that doesn't hold what it says, in a plan or not. */
async function recordFaults({ tables, sweeps }: Options): Promise<string[]> {
  const { recordProblems } = await import('../report-records.js');
  const faults: string[] = [];
  for (const { recordsFolder } of tables) faults.push(...(await faultsOf(recordsFolder, 'runs')));
  for (const { recordsFolder } of sweeps) faults.push(...(await faultsOf(recordsFolder, 'sweep')));
  return faults;

  async function faultsOf(folder: string, kind: 'runs' | 'sweep'): Promise<string[]> {
    const problems = await recordProblems(folder, kind);
    return [...problems].map(([file, reason]) => `${shownPath(join(folder, file))}: ${reason}`);
  }
}
