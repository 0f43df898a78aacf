import type { RunRecord } from '@better-attention/records';
import type { Experiment, Json, Preset } from './define.js';
import { named } from './failure.js';
import { runFingerprint } from './fingerprint.js';

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
  readonly limits: Preset['limits'];
  readonly startFrom: Preset['startFrom'];
}

/** Applies a preset. @throws Failure that lists the presets when there is none of the name */
export function resolve(experiment: Experiment, preset: string): ResolvedExperiment {
  const chosen = named(experiment.presets, preset, `preset of ${experiment.name}`);
  const { training } = experiment;
  return {
    ...experiment,
    preset,
    embeddedSample: chosen.embeddedSample ?? false,
    limits: chosen.limits,
    startFrom: chosen.startFrom,
    dataset: chosen.dataset ?? experiment.dataset,
    model: chosen.model ?? experiment.model,
    baselines: chosen.baselines ?? experiment.baselines,
    ablation: chosen.ablation === undefined ? experiment.ablation : chosen.ablation,
    seeds: chosen.seeds ?? experiment.seeds,
    training: {
      ...training,
      batchSize: chosen.batchSize ?? training.batchSize,
      epochs: chosen.epochs ?? training.epochs,
    },
  };
}

/**
 * The runs of a table: first the mechanisms, then the baselines, then the mechanisms with other numbers of heads; seeds
 * outside, mechanisms inside, so that a part of the runs already compares all mechanisms.
 */
export function plan(experiment: ResolvedExperiment): PlannedRun[] {
  const { mechanisms, baselines = [], ablation, seeds } = experiment;
  const { heads: own } = experiment.model;
  const runs = (names: readonly string[], heads: number, count: number) =>
    range(count).flatMap((seed) =>
      names.map((mechanism) => plannedRun(experiment, { mechanism, heads, seed })),
    );
  const others = (ablation?.heads ?? []).filter((heads) => heads !== own);
  return [
    ...runs(mechanisms, own, seeds),
    ...runs(baselines, own, seeds),
    ...others.flatMap((heads) => runs(mechanisms, heads, Math.min(ablation?.seeds ?? seeds, seeds))),
  ];
}

function plannedRun(
  { name, preset, dataset, limits, model, training, startFrom }: ResolvedExperiment,
  run: Pick<PlannedRun, 'mechanism' | 'heads' | 'seed'>,
): PlannedRun {
  const { optimiser, ...settings } = training;
  const configuration: Record<string, Json> = {
    dataset: {
      name: dataset.name,
      ...dataset.options,
      ...(limits && { limits: limits as Record<string, number> }),
    },
    model: { name: model.name, ...model.settings, heads: run.heads, mechanism: run.mechanism },
    training: {
      ...(settings as Record<string, Json>),
      optimiser: { name: optimiser.name, ...optimiser.settings },
      ...(startFrom && { startFrom }),
    },
  };
  const planned = { ...run, configuration };
  return { ...planned, fingerprint: runFingerprint({ experiment: name, preset, ...planned }) };
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, at) => at);
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

/** What tells whether a record is the one that is planned; a sweep's has no data. */
type Origin = Pick<RunRecord, 'fingerprint' | 'source'> & Partial<Pick<RunRecord, 'data'>>;

/** Compares a record with the run that is planned. A failed run is as good as another: it would fail again. */
export function runState(
  run: Pick<PlannedRun, 'fingerprint'>,
  record: Origin | undefined,
  material: RunMaterial,
): RunState {
  if (record === undefined) return 'missing';
  if (record.fingerprint !== run.fingerprint) return 'changed settings';
  const recorded = record.data?.files.map(({ sha256 }) => sha256).join();
  if (material.dataFiles !== undefined && material.dataFiles.join() !== recorded) return 'changed data';
  return record.source.packages === material.packages ? 'done' : 'older sources';
}
