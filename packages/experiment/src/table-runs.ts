import { type LocateOptions, locate, type ObtainedFiles } from '@better-attention/datasets';
import { RUNS, type RunRecord, readRecords, runFile, type SourceRecord } from '@better-attention/records';
import type { Device } from '@better-attention/training';
import { keptFile, keptFiles } from './kept-parameters.js';
import { type PlannedRun, plan, type ResolvedExperiment, type RunState, resolve, runState } from './plan.js';
import { describeSources } from './provenance.js';
import { loadExperiment, REPOSITORY, runsFolder, SAMPLES } from './workspace.js';

/** Which runs of which table. */
export interface TableSelection {
  readonly name: string;
  readonly preset: string;
  readonly seeds?: number | undefined;
}

/** A planned run and what has been recorded of it. */
export interface TableRun {
  readonly planned: PlannedRun;
  /** The name of its record's file. */
  readonly file: string;
  readonly state: RunState;
  readonly record: RunRecord | undefined;
  /** Whether its trained parameters are kept. */
  readonly kept: boolean;
}

/** A table's plan beside its records. */
export interface TableRuns {
  readonly experiment: ResolvedExperiment;
  /** The folder of the records. */
  readonly folder: string;
  readonly source: SourceRecord;
  readonly runs: readonly TableRun[];
}

/** The experiment of a selection, with its preset and number of seeds. */
export async function selectedExperiment({
  name,
  preset,
  seeds,
}: TableSelection): Promise<ResolvedExperiment> {
  const experiment = resolve(await loadExperiment(name), preset);
  return seeds === undefined ? experiment : { ...experiment, seeds };
}

/** Where the data of an experiment is looked for. */
export function dataOptions({ embeddedSample }: ResolvedExperiment): LocateOptions {
  return { use: embeddedSample ? 'sample' : 'full', samples: SAMPLES };
}

/**
 * Reads what has been recorded of a table and sets it beside the plan.
 *
 * @param data the files that runs would be trained on now, if they are at hand
 */
export async function tableRuns(experiment: ResolvedExperiment, data?: ObtainedFiles): Promise<TableRuns> {
  const folder = runsFolder(experiment.name, experiment.preset);
  const [source, records, kept] = await Promise.all([
    describeSources(REPOSITORY),
    readRecords(folder, RUNS),
    keptFiles(folder),
  ]);
  const material = {
    packages: source.packages,
    ...(data && { dataFiles: data.files.map(({ sha256 }) => sha256) }),
  };
  const runs = plan(experiment).map((planned) => {
    const file = runFile(planned);
    const record = records.get(file);
    const state = runState(planned, record, material);
    return { planned, file, record, state, kept: kept.has(keptFile(folder, planned)) };
  });
  return { experiment, folder, source, runs };
}

/** What counts as not recorded yet. */
export interface PendingOptions {
  /** What executes the training steps; what another engine recorded is trained again. */
  engine?: string;
  /** Where they are executed; what another device recorded is trained again. */
  readonly device?: Device;
  /** Whether to train again what older sources recorded; by default on the embedded sample. */
  retrain?: boolean;
  /** Whether trained parameters are kept, in `parameters` beside the records; runs without are trained again. */
  keepParameters?: boolean;
}

/** The runs of a table that are still to be trained. */
export function pendingRuns({ experiment, runs }: TableRuns, options: PendingOptions = {}): TableRun[] {
  const { engine, device, retrain = experiment.embeddedSample, keepParameters = false } = options;
  return runs.filter(({ state, record, kept }) => {
    if (engine !== undefined && record !== undefined && record.engine.name !== engine) return true;
    if (device !== undefined && record !== undefined && record.engine.device !== device) return true;
    if (keepParameters && record?.status === 'complete' && !kept) return true;
    return state === 'older sources' ? retrain : state !== 'done';
  });
}

/** Whether an experiment's data must be at hand: it is there already, or there are runs to train. */
export async function needsData(
  experiment: ResolvedExperiment,
  options: PendingOptions = {},
): Promise<boolean> {
  if ((await locate(experiment.dataset.name, dataOptions(experiment))) !== undefined) return true;
  return pendingRuns(await tableRuns(experiment), options).length > 0;
}
