import { join } from 'node:path';
import type { Dataset } from '@better-attention/datasets';
import { runFile, type SourceRecord } from '@better-attention/records';
import type { ResolvedExperiment } from '../definition/define-experiment.js';
import type { PlannedRun } from './plan-runs.js';

/** Where a run's trained parameters are kept: `parameters/super-h4-seed0.safetensors` in the folder of the records. */
export function keptFile(folder: string, run: Pick<PlannedRun, 'mechanism' | 'heads' | 'seed'>): string {
  return join(folder, 'parameters', runFile(run).replace(/json$/, 'safetensors'));
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
