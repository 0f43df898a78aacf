import { createHash } from 'node:crypto';
import type { LocatedData } from '@better-attention/datasets';
import { recordFile, type RunRecord } from '@better-attention/records';
import type { Experiment, Json } from './define.js';
import { named } from './failure.js';

/** One training run of a table. */
export interface PlannedRun {
  readonly mechanism: string;
  readonly heads: number;
  readonly seed: number;
  readonly configuration: Readonly<Record<string, Json>>;
  /** SHA-256 of the configuration and of the data files. */
  readonly fingerprint: string;
}

/** An experiment under a preset: its settings with the preset's overrides applied. */
export interface ResolvedExperiment extends Experiment {
  readonly preset: string;
  readonly embeddedSample: boolean;
}

/** Applies a preset. @throws Failure that lists the presets when there is none of the name */
export function resolve(experiment: Experiment, preset: string): ResolvedExperiment {
  const { embeddedSample = false, epochs, seeds } = named(experiment.presets, preset, `preset of ${experiment.name}`);
  return {
    ...experiment,
    preset,
    embeddedSample,
    seeds: seeds ?? experiment.seeds,
    training: { ...experiment.training, epochs: epochs ?? experiment.training.epochs },
  };
}

/** The runs of a table: seeds outside, mechanisms inside, so that a part of the runs already compares all mechanisms. */
export function plan(experiment: ResolvedExperiment, data: LocatedData): PlannedRun[] {
  const seeds = Array.from({ length: experiment.seeds }, (_, seed) => seed);
  return seeds.flatMap((seed) =>
    experiment.mechanisms.map((mechanism) => plannedRun(experiment, data, mechanism, seed)),
  );
}

function plannedRun(
  { name, preset, dataset, model, training }: ResolvedExperiment,
  data: LocatedData,
  mechanism: string,
  seed: number,
): PlannedRun {
  const { optimiser, ...settings } = training;
  const configuration: Record<string, Json> = {
    dataset: { name: dataset.name, ...dataset.settings },
    model: { name: model.name, ...model.settings, mechanism },
    training: { ...settings, optimiser: { name: optimiser.name, ...optimiser.settings } },
  };
  const files = data.files.map(({ name: file, sha256 }) => ({ file, sha256 }));
  const identity = { experiment: name, preset, mechanism, heads: model.heads, seed, configuration, files };
  return {
    mechanism,
    heads: model.heads,
    seed,
    configuration,
    fingerprint: createHash('sha256').update(JSON.stringify(identity)).digest('hex'),
  };
}

/** Why a planned run has to be trained, or that it has been. */
export type RunState = 'done' | 'missing' | 'changed' | 'older sources';

/**
 * What stands in the way of using a recorded run. A failed run is as good as another: it would fail again.
 *
 * @param record the record under the run's file name
 * @param sources SHA-256 of the packages as they are now
 */
export function runState(run: PlannedRun, record: RunRecord | undefined, sources: string): RunState {
  if (record === undefined) return 'missing';
  if (record.fingerprint !== run.fingerprint) return 'changed';
  return record.source.packages === sources ? 'done' : 'older sources';
}

/** The record of a planned run among those of a folder. */
export function recordOf(run: PlannedRun, records: ReadonlyMap<string, RunRecord>): RunRecord | undefined {
  return records.get(recordFile(run));
}
