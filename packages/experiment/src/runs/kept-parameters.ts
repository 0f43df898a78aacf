import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Dataset } from '@better-attention/datasets';
import { runFile, type SourceRecord } from '@better-attention/records';
import type { ResolvedExperiment } from '../definition/define-experiment.js';
import type { PlannedRun } from './plan-runs.js';

const FOLDER = 'parameters';

/** Where a run's trained parameters are kept: `parameters/super-h4-seed0.safetensors` in the folder of the records. */
export function keptFile(folder: string, run: Pick<PlannedRun, 'mechanism' | 'heads' | 'seed'>): string {
  return join(folder, FOLDER, runFile(run).replace(/json$/, 'safetensors'));
}

/** The paths of all parameters that are kept in a folder of records. */
export async function keptFiles(folder: string): Promise<ReadonlySet<string>> {
  const names = await readdir(join(folder, FOLDER)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return new Set(names.map((name) => join(folder, FOLDER, name)));
}

/** What parameters are trained by, on and from. */
interface KeptOrigin {
  readonly experiment: Pick<ResolvedExperiment, 'name' | 'preset'>;
  readonly dataset: Pick<Dataset, 'provenance'>;
  readonly source: SourceRecord;
}

/** What kept parameters are of: the run, its data and the sources, as the metadata of their file. */
export function keptMetadata(
  run: PlannedRun,
  { experiment, dataset, source }: KeptOrigin,
): Record<string, string> {
  return {
    experiment: experiment.name,
    preset: experiment.preset.name,
    mechanism: run.mechanism,
    heads: `${run.heads}`,
    seed: `${run.seed}`,
    fingerprint: run.fingerprint,
    data: dataset.provenance.contents,
    commit: source.dirty ? `${source.commit}-dirty` : source.commit,
  };
}
