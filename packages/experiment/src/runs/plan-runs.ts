import { runIdentity } from '@better-attention/records';
import type { ResolvedExperiment } from '../definition/define-experiment.js';
import { hasMatrixStart, startOptions } from '../definition/matrix-start.js';
import { fingerprintOf } from '../support/fingerprint.js';
import type { Json } from '../support/json.js';
import { rotated } from '../support/rotated.js';

/** One training run of a table. */
export interface PlannedRun {
  readonly mechanism: string;
  readonly heads: number;
  readonly seed: number;
  /** How W^A starts, where not as by default. */
  readonly variant?: string | undefined;
  readonly configuration: Readonly<Record<string, Json>>;
  /** SHA-256 of all of the above and of the experiment's and the preset's names. */
  readonly fingerprint: string;
}

/**
 * The runs of a table: first the mechanisms, with the pilot's seeds before all others, then the baselines, then the mechanisms
 * with other numbers of heads, last those whose W^A starts otherwise; seeds outside, mechanisms inside, so that a part of the
 * runs already compares all mechanisms; each seed begins with another, so that none is always trained first.
 */
export function planRuns(experiment: ResolvedExperiment): PlannedRun[] {
  const { mechanisms, baselines = [], ablation, pilotSeeds = 0 } = experiment;
  const { heads: own } = experiment.model;
  const seeds = range(pilotSeeds, experiment.seeds);
  const runs = (names: readonly string[], heads: number, some: readonly number[], variant?: string) =>
    some.flatMap((seed) =>
      rotated(names, seed).map((mechanism) =>
        plannedRun(experiment, { mechanism, heads, seed, ...(variant !== undefined && { variant }) }),
      ),
    );
  const others = (ablation?.heads ?? []).filter((heads) => heads !== own);
  return [
    ...runs(mechanisms, own, range(0, pilotSeeds)),
    ...runs(mechanisms, own, seeds),
    ...runs(baselines, own, seeds),
    ...others.flatMap((heads) => runs(mechanisms, heads, seeds.slice(0, ablation?.seeds))),
    ...(ablation?.start ?? []).flatMap((start) => runs(mechanisms.filter(hasMatrixStart), own, seeds, start)),
  ];
}

function plannedRun(
  { name, preset, dataset, limits, model, training, startFrom }: ResolvedExperiment,
  run: Pick<PlannedRun, 'mechanism' | 'heads' | 'seed' | 'variant'>,
): PlannedRun {
  const { optimiser, ...settings } = training;
  const configuration: Record<string, Json> = {
    dataset: {
      name: dataset.name,
      ...dataset.options,
      ...(limits && { limits: limits as Record<string, number> }),
    },
    model: {
      name: model.name,
      ...model.settings,
      heads: run.heads,
      mechanism: run.mechanism,
      ...startOptions(run.variant),
    },
    training: {
      ...(settings as Record<string, Json>),
      optimiser: { name: optimiser.name, ...optimiser.settings },
      ...(startFrom && { startFrom }),
    },
  };
  const planned = { ...run, configuration };
  return {
    ...planned,
    fingerprint: fingerprintOf(runIdentity({ experiment: name, preset: preset.name, ...planned })),
  };
}

function range(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, at) => first + at);
}
