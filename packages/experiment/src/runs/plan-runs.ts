import { type NamedRun, runIdentity } from '@better-attention/records';
import type { ResolvedExperiment } from '../definition/define-experiment.js';
import { hasMatrixStart, startOptions } from '../definition/matrix-start.js';
import { fingerprintOf } from '../support/fingerprint.js';
import type { Json } from '../support/json.js';
import { rotated } from '../support/rotated.js';
import { runSettings } from './run-settings.js';

/** One training run of a table: its `variant` says how W^A starts, where not as by default. */
export interface PlannedRun extends Readonly<NamedRun> {
  readonly configuration: Readonly<Record<string, Json>>;
  /** SHA-256 of all of the above and of the experiment's and the preset's names. */
  readonly fingerprint: string;
}

/**
 * The runs of a table: first the mechanisms, with the pilot's seeds before all others, then the baselines, then the mechanisms
 * with other numbers of heads, then those whose W^A starts otherwise, last the runs on parts of the training examples; seeds
 * outside, mechanisms inside, so that a part of the runs already compares all mechanisms; each seed begins with another, so
 * that none is always trained first.
 */
export function planRuns(experiment: ResolvedExperiment): PlannedRun[] {
  const { mechanisms, baselines = [], baselineSeeds, pilotSeeds = 0 } = experiment;
  const { heads: own } = experiment.model;
  const {
    heads = [],
    headSeeds,
    start = [],
    startSeeds = experiment.seeds,
    trainSizes = [],
  } = experiment.ablation ?? {};
  const seeds = range(pilotSeeds, experiment.seeds);
  const runs = (contestants: readonly Contestant[], some: readonly number[]) =>
    some.flatMap((seed) =>
      rotated(contestants, seed).map((each) => plannedRun(experiment, { ...each, seed })),
    );
  const of = (names: readonly string[], count = own) =>
    names.map((mechanism) => ({ mechanism, heads: count }));
  const started = of(mechanisms.filter(hasMatrixStart));
  const startedOtherwise = (variant: string) => started.map((each) => ({ ...each, variant }));
  const compared = [...of(['standard']), ...started, ...start.flatMap(startedOtherwise)];
  const onParts = trainSizes.map((trainExamples) => compared.map((each) => ({ ...each, trainExamples })));
  return [
    ...runs(of(mechanisms), range(0, pilotSeeds)),
    ...runs(of(mechanisms), seeds),
    ...runs(of(baselines), seeds.slice(0, baselineSeeds)),
    ...heads
      .filter((count) => count !== own)
      .flatMap((count) => runs(of(mechanisms, count), seeds.slice(0, headSeeds))),
    ...start.flatMap((variant) => runs(startedOtherwise(variant), seeds.slice(0, startSeeds))),
    ...range(pilotSeeds, startSeeds).flatMap((seed) => onParts.flatMap((each) => runs(each, [seed]))),
  ];
}

/** What is compared with others over the same seeds. */
type Contestant = Omit<NamedRun, 'seed'>;

function plannedRun(experiment: ResolvedExperiment, run: NamedRun): PlannedRun {
  const { name, preset } = experiment;
  const planned = { ...run, configuration: configurationOf(experiment, run) };
  return {
    ...planned,
    fingerprint: fingerprintOf(runIdentity({ experiment: name, preset: preset.name, ...planned })),
  };
}

/** The resolved configuration of what is trained, the same with every seed. */
export function configurationOf(experiment: ResolvedExperiment, run: Contestant): Record<string, Json> {
  const { dataset, model, training } = runSettings(experiment);
  return {
    dataset: {
      ...dataset,
      ...(run.trainExamples !== undefined && { trainExamples: run.trainExamples }),
    },
    model: {
      ...model,
      heads: run.heads,
      mechanism: run.mechanism,
      ...(experiment.judged?.name === run.mechanism && { mechanismSource: experiment.judged.sha256 }),
      ...startOptions(run.variant),
    },
    training,
  };
}

function range(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, at) => first + at);
}
