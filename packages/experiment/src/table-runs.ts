import { join } from 'node:path';
import type { LocatedData } from '@better-attention/datasets';
import { readRecords, recordFile, type RunRecord, type SourceRecord } from '@better-attention/records';
import { type PlannedRun, plan, type ResolvedExperiment, resolve, type RunState, runState } from './plan.js';
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
  readonly file: string;
  readonly state: RunState;
  readonly record: RunRecord | undefined;
}

/** A table's plan beside its records. */
export interface TableRuns {
  readonly experiment: ResolvedExperiment;
  readonly data: LocatedData;
  readonly folder: string;
  readonly source: SourceRecord;
  readonly runs: readonly TableRun[];
}

/** Where the data of an experiment is looked for. */
export function dataOptions(experiment: ResolvedExperiment) {
  return { samples: SAMPLES, embeddedSample: experiment.embeddedSample };
}

/** Reads what has been recorded of a table and sets it beside the plan. */
export async function tableRuns({ name, preset, seeds }: TableSelection): Promise<TableRuns> {
  const resolved = resolve(await loadExperiment(name), preset);
  const experiment = seeds === undefined ? resolved : { ...resolved, seeds };
  const folder = runsFolder(name, preset);
  const [data, source, records] = await Promise.all([
    experiment.dataset.locate(dataOptions(experiment)),
    describeSources(REPOSITORY),
    readRecords(folder),
  ]);
  const runs = plan(experiment, data).map((planned) => {
    const file = recordFile(planned);
    const record = records.get(file);
    return { planned, file: join(folder, file), record, state: runState(planned, record, source.packages) };
  });
  return { experiment, data, folder, source, runs };
}
