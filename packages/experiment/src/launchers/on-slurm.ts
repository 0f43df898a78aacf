import { counted } from '../support/counted.js';
import type { Table, Unit } from '../tables/table.js';
import { needsData } from '../tables/table-state.js';
import { requireCurrentBuild } from '../workspace/current-build.js';
import type { Workspace } from '../workspace/workspace.js';
import { describeResources } from './array-options.js';
import type { ArraySetting } from './job-array.js';
import { launchUnits } from './launch-units.js';
import type { Launch } from './launcher.js';
import { submitUnits } from './submit.js';

/** The threads of a task where no number is asked for: those of the committed records. */
const DEFAULT_THREADS = 2;

/** Submits units as a job array of Slurm and doesn't wait for them. */
export async function launchOnSlurm(launch: Launch): Promise<number> {
  const { workspace, table, units, concurrent, threads, slurm = [], signal } = launch;
  const parameters = [
    ...launch.parameters,
    ...(threads === undefined ? ['--threads', `${DEFAULT_THREADS}`] : []),
  ];
  const setting: ArraySetting = {
    parameters,
    threads: threads ?? DEFAULT_THREADS,
    slurm: [...slurm],
    ...(concurrent !== undefined && { concurrent }),
  };
  await submitTable(workspace, table, { units, setting, signal });
  return 0;
}

/** What is submitted of a table. */
export interface TableSubmission {
  /** By default all. */
  readonly units?: readonly Unit[] | undefined;
  readonly setting: ArraySetting;
  readonly signal: AbortSignal;
}

/** Fetches what a table's tasks need, submits them, and tells what was submitted. */
export async function submitTable(
  workspace: Workspace,
  table: Table,
  { units: asked, setting, signal }: TableSubmission,
): Promise<void> {
  await requireCurrentBuild(workspace);
  const { name, preset, data, words } = table;
  if (data !== undefined && (await needsData(workspace, table))) {
    await data.fetch({ signal });
  }
  const { parameters, threads } = setting;
  const retrain = parameters.includes('--retrain') || undefined;
  const wanted = await launchUnits(workspace, table, { units: asked, retrain, threads });
  const { jobs, units, live } = await submitUnits(table, wanted, {
    setting,
    command: [process.execPath, ...process.execArgv, process.argv[1] as string],
    directory: workspace.root,
  });
  const title = `${name}, preset ${preset.name}`;
  if (units.length === 0) {
    const recorded = wanted.length - live.length;
    console.log(`${title}: nothing to submit, ${live.length} queued or running, ${recorded} recorded`);
    return;
  }
  console.log(
    `${title}: ${counted(units.length, words.unit)} submitted as job ${jobs.join(', ')}, each with ${describeResources({ units, setting })}`,
  );
  console.log(`watch it with: ${workspace.lines.command(`launch status ${name} --preset ${preset.name}`)}`);
}
