import { createHash } from 'node:crypto';
import type { RunRecord } from '@better-attention/records';
import type { Experiment, Json } from './define.js';
import { named } from './failure.js';

/** One training run of a table. */
export interface PlannedRun {
  readonly mechanism: string;
  readonly heads: number;
  readonly seed: number;
  readonly configuration: Readonly<Record<string, Json>>;
  /** SHA-256 of all of the above and of the experiment's and the preset's names. */
  readonly fingerprint: string;
}

/** An experiment under a preset: its settings with the preset's overrides applied. */
export interface ResolvedExperiment extends Experiment {
  readonly preset: string;
  readonly embeddedSample: boolean;
}

/** Applies a preset. @throws Failure that lists the presets when there is none of the name */
export function resolve(experiment: Experiment, preset: string): ResolvedExperiment {
  const {
    embeddedSample = false,
    epochs,
    seeds,
  } = named(experiment.presets, preset, `preset of ${experiment.name}`);
  return {
    ...experiment,
    preset,
    embeddedSample,
    seeds: seeds ?? experiment.seeds,
    training: { ...experiment.training, epochs: epochs ?? experiment.training.epochs },
  };
}

/** The runs of a table: seeds outside, mechanisms inside, so that a part of the runs already compares all mechanisms. */
export function plan(experiment: ResolvedExperiment): PlannedRun[] {
  const seeds = Array.from({ length: experiment.seeds }, (_, seed) => seed);
  return seeds.flatMap((seed) =>
    experiment.mechanisms.map((mechanism) => plannedRun(experiment, mechanism, seed)),
  );
}

function plannedRun(
  { name, preset, dataset, model, training }: ResolvedExperiment,
  mechanism: string,
  seed: number,
): PlannedRun {
  const { optimiser, ...settings } = training;
  const configuration: Record<string, Json> = {
    dataset: { name: dataset.name, ...dataset.options },
    model: { name: model.name, ...model.settings, mechanism },
    training: { ...settings, optimiser: { name: optimiser.name, ...optimiser.settings } },
  };
  const identity = { experiment: name, preset, mechanism, heads: model.heads, seed, configuration };
  return {
    mechanism,
    heads: model.heads,
    seed,
    configuration,
    fingerprint: createHash('sha256').update(JSON.stringify(identity)).digest('hex'),
  };
}

/** Whether a planned run has been recorded, or why its record is not the run that is planned. */
export type RunState = 'done' | 'missing' | 'changed settings' | 'changed data' | 'older sources';

/** What a run would be made from now. */
export interface RunMaterial {
  /** SHA-256 of the packages. */
  readonly packages: string;
  /** SHA-256 of the data files; absent where they aren't at hand. */
  readonly dataFiles?: readonly (string | undefined)[];
}

/** Compares a record with the run that is planned. A failed run is as good as another: it would fail again. */
export function runState(run: PlannedRun, record: RunRecord | undefined, material: RunMaterial): RunState {
  if (record === undefined) return 'missing';
  if (record.fingerprint !== run.fingerprint) return 'changed settings';
  const recorded = record.data.files.map(({ sha256 }) => sha256).join();
  if (material.dataFiles !== undefined && material.dataFiles.join() !== recorded) return 'changed data';
  return record.source.packages === material.packages ? 'done' : 'older sources';
}
