import type { Dataset, DatasetDefinition } from '@better-attention/datasets';
import { METRIC_NAMES, plainName, RECORDED_METRICS } from '@better-attention/records';
import type { Optimiser } from '@better-attention/training';
import { prettifyError, z } from 'zod';
import { Failure, named } from '../support/failure.js';
import type { Json } from '../support/json.js';
import { type Ablation, ablation } from './ablation.js';
import { checkExperiment } from './check-experiment.js';
import { distinct } from './distinct.js';
import { mechanismNames } from './mechanism-name.js';
import type { ModelRecipe } from './model.js';
import {
  type ChosenPreset,
  chosenSeeds,
  type JudgedChoice,
  type PresetChoice,
  presetsOf,
} from './preset-choice.js';

const count = z.int().positive();

const limits = z.strictObject({ train: count.optional(), test: count.optional() });

const dataset = z.custom<ExperimentData>(isObject, 'expected a data set, e.g. imdb({ … })');
const model = z
  .custom<ModelRecipe>(isObject, 'expected a model, e.g. textClassifier({ … })')
  .refine((given) => isObject(given) && count.safeParse(given.heads).success, {
    path: ['heads'],
    error: 'expected a whole number above 0',
    abort: true,
  });
const optimiser = z.custom<Optimiser>(isObject, 'expected an optimiser, e.g. adam({ … })');
const metric = z.enum(METRIC_NAMES);
const validated = z.enum(
  METRIC_NAMES.filter((name) => RECORDED_METRICS[name].parts.some((part) => part === 'validation')),
);

const equivalence = z.strictObject({
  /** How far from Standard the headline may lie, either way, in the unit that the table shows. */
  margin: z.number().positive(),
  /** Why so far and no farther, in a sentence that reports print. */
  because: z.string().min(1),
});

const preset = z.strictObject({
  /** Why the preset differs from the paper's settings. */
  because: z.string().min(1),
  /** Another preset that this one stands for, with its records; nothing else is overridden then. */
  sameAs: plainName.optional(),
  /** Train on the sample that the repository carries instead of the full set. */
  embeddedSample: z.boolean().optional(),
  /** Use that many examples of a part, evenly spread over its classes. */
  limits: limits.optional(),
  dataset: dataset.optional(),
  model: model.optional(),
  optimiser: optimiser.optional(),
  batchSize: count.optional(),
  epochs: count.optional(),
  seeds: count.optional(),
  /**
   * k: seeds 0 … k − 1 are trained first, to see from their spread how many others decide. Tests rest on those others,
   * seeds k … k + seeds − 1.
   */
  pilotSeeds: count.optional(),
  baselines: mechanismNames.optional(),
  baselineSeeds: count.optional(),
  /** `null`: nothing is varied. */
  ablation: ablation.nullable().optional(),
  /** Where Standard does much better or worse than with the paper's settings. */
  equivalence: equivalence.optional(),
  /** Fine-tune the parameters that another experiment's runs of the same mechanism, heads and seed ended with. */
  startFrom: z.strictObject({ experiment: plainName, preset: plainName }).optional(),
});

const experiment = z.strictObject({
  /** The name of its workspace. */
  name: z.string().regex(/^[a-z0-9-]+$/),
  /** Of its table. */
  title: z.string().min(1),
  dataset,
  model,
  training: z.strictObject({
    optimiser,
    batchSize: count,
    epochs: count,
    /** The validation metric whose best value selects the tested epoch, the first of equals. */
    select: validated,
    /** The norm that all gradients together are scaled down to where they exceed it. */
    clipNorm: z.number().positive().optional(),
  }),
  /** The metrics that the table shows, in their order. */
  columns: distinct(metric).min(1),
  /** The one of them that figures, verdicts and sentences are about. */
  headline: metric,
  /** What counts as performing like Standard; without it nothing is judged to. */
  equivalence: equivalence.optional(),
  mechanisms: mechanismNames.min(1),
  /** Other mechanisms to compare with, in a block of their own. */
  baselines: mechanismNames.optional(),
  /** How many seeds of the baselines, where not as many as of the mechanisms. */
  baselineSeeds: count.optional(),
  ablation: ablation.nullable().optional(),
  /** How many seeds, 0 … seeds − 1, or behind those of a preset's pilot. */
  seeds: count,
  /** Overrides with their reasons; a preset without overrides is the paper's settings. */
  presets: presetsOf(preset),
  /** In what it differs from the paper, a sentence each. */
  deviations: z.array(z.string()),
});

/** The data set of an experiment, not loaded yet. */
export type ExperimentData<Data extends Dataset = Dataset> = DatasetDefinition<
  Readonly<Record<string, Json>>,
  Data
>;
/** One table as data; see {@link defineExperiment}. */
export type Experiment = z.output<typeof experiment>;
/** Overrides of an experiment's settings, with the reason. */
export type Preset = z.output<typeof preset>;

/** An experiment as it is stated: its models take inputs and sizes from its data sets. */
export interface ExperimentDefinition<Data extends Dataset>
  extends Omit<Experiment, 'dataset' | 'model' | 'presets'> {
  readonly dataset: ExperimentData<Data>;
  readonly model: ModelRecipe<Data>;
  readonly presets: Readonly<
    Record<
      string,
      Omit<Preset, 'dataset' | 'model'> & {
        readonly dataset?: ExperimentData<Data>;
        readonly model?: ModelRecipe<Data>;
      }
    >
  >;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/**
 * States one table of the paper: data, model, training, the mechanisms that are compared, and the presets.
 *
 * @throws Failure that names each key that is unknown, missing or out of range, or contradicts another one, also under a preset
 */
export function defineExperiment<Data extends Dataset>(definition: ExperimentDefinition<Data>): Experiment {
  const result = experiment.superRefine(checkExperiment).safeParse(definition);
  if (result.success) return result.data;
  throw new Failure(`experiment '${definition.name}' is not valid\n${prettifyError(result.error)}`);
}

/** An experiment under a preset: its settings with the preset's overrides applied. */
export interface ResolvedExperiment extends Omit<Experiment, 'presets'> {
  readonly preset: ChosenPreset;
  readonly embeddedSample: boolean;
  readonly limits: Preset['limits'];
  readonly startFrom: Preset['startFrom'];
  readonly pilotSeeds: Preset['pilotSeeds'];
  /** The mechanism of a person's own among the mechanisms, whose sources are a part of what its runs are. */
  readonly judged?: JudgedChoice['mechanism'] | undefined;
}

/** Applies a preset, or the one that it stands for. @throws Failure that lists the presets when there is none of the name, or when no seeds are chosen */
export function resolveExperiment(
  { presets, ...experiment }: Experiment,
  { preset, ...choice }: PresetChoice,
): ResolvedExperiment {
  const chosen = named(presets, preset, `preset of ${experiment.name}`);
  if (chosen.sameAs !== undefined) {
    const real = resolveExperiment({ presets, ...experiment }, { preset: chosen.sameAs, ...choice });
    return { ...real, preset: { ...real.preset, insteadOf: preset } };
  }
  const { training } = experiment;
  const seeds = chosenSeeds({ preset, ...choice });
  const ablation = chosen.ablation === undefined ? experiment.ablation : chosen.ablation;
  const resolved: ResolvedExperiment = {
    ...experiment,
    preset: { name: preset, because: chosen.because },
    embeddedSample: chosen.embeddedSample ?? false,
    limits: chosen.limits,
    startFrom: chosen.startFrom,
    pilotSeeds: chosen.pilotSeeds,
    dataset: chosen.dataset ?? experiment.dataset,
    model: chosen.model ?? experiment.model,
    baselines: chosen.baselines ?? experiment.baselines,
    baselineSeeds: chosen.baselineSeeds ?? experiment.baselineSeeds,
    ablation: ablation && withAtMost(seeds, ablation),
    equivalence: chosen.equivalence ?? experiment.equivalence,
    seeds: seeds ?? chosen.seeds ?? experiment.seeds,
    training: {
      ...training,
      optimiser: chosen.optimiser ?? training.optimiser,
      batchSize: chosen.batchSize ?? training.batchSize,
      epochs: chosen.epochs ?? training.epochs,
    },
  };
  return choice.judged === undefined ? resolved : judgedExperiment(resolved, choice.judged);
}

/** An experiment that sets a person's own mechanism beside others, and varies nothing else. */
function judgedExperiment(
  experiment: ResolvedExperiment,
  { mechanism, against }: JudgedChoice,
): ResolvedExperiment {
  const mechanisms = [...against, mechanism.name];
  return {
    ...experiment,
    mechanisms,
    baselines: [],
    baselineSeeds: undefined,
    ablation: null,
    judged: mechanism,
  };
}

/** An ablation with no more seeds of its own than were asked for. */
function withAtMost(seeds: number | undefined, ablation: Ablation): Ablation {
  const { startSeeds } = ablation;
  if (seeds === undefined || startSeeds === undefined) return ablation;
  return { ...ablation, startSeeds: Math.min(startSeeds, seeds) };
}
