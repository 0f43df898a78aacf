import { mechanism } from '@better-attention/attention';
import type { Dataset, DatasetDefinition } from '@better-attention/datasets';
import type { RandomStream } from '@better-attention/random';
import type { BatchMetrics, BatchTensors, Dropout, Optimiser, Parameters } from '@better-attention/training';
import { prettifyError, z } from 'zod';
import { Failure } from './failure.js';

/** Values that a run record can hold. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/** A model without its attention: `build` adds a mechanism, which is all that runs of one table may differ in. */
export interface ModelRecipe {
  readonly name: string;
  readonly heads: number;
  /** Its settings, for the run record. */
  readonly settings: Readonly<Record<string, Json>>;
  build(options: ModelOptions): RunnableModel;
}

/** What a model needs to know besides its own settings. */
export interface ModelOptions {
  readonly mechanism: string;
  readonly heads: number;
  readonly dataset: Dataset;
  /** The options of the data set's definition. */
  readonly datasetOptions: Readonly<Record<string, Json>>;
}

/** A model with its mechanism, ready for training. */
export interface RunnableModel {
  init(random: RandomStream): Parameters;
  loss(parameters: Parameters, batch: BatchTensors, dropout: Dropout): BatchMetrics;
  readonly parameterCount: number;
  readonly attentionParameterCount: number;
  readonly matmulsPerHead: number;
}

const preset = z.strictObject({
  /** Why the preset differs from the paper's settings. */
  because: z.string().min(1),
  /** Train on the sample that the repository carries instead of the full set. */
  embeddedSample: z.boolean().optional(),
  epochs: z.int().positive().optional(),
  seeds: z.int().positive().optional(),
});

const experiment = z.strictObject({
  /** The name of its workspace. */
  name: z.string().regex(/^[a-z0-9-]+$/),
  /** The title of its table. */
  table: z.string().min(1),
  dataset: z.custom<ExperimentData>(isObject, 'expected a data set, e.g. imdb({ … })'),
  model: z.custom<ModelRecipe>(isObject, 'expected a model, e.g. textClassifier({ … })'),
  training: z.strictObject({
    optimiser: z.custom<Optimiser>(isObject, 'expected an optimiser, e.g. adam({ … })'),
    batchSize: z.int().positive(),
    epochs: z.int().positive(),
    /** The validation metric whose highest value selects the tested epoch, the first of equals. */
    select: z.string(),
  }),
  /** Names of the registry of mechanisms. */
  mechanisms: z.array(z.string().superRefine(requireMechanism)).min(1),
  /** How many seeds, 0 … seeds − 1. */
  seeds: z.int().positive(),
  /** Overrides with their reasons; a preset without overrides is the paper's settings. */
  presets: z.record(z.string(), preset),
  /** In what it differs from the paper, a sentence each. */
  deviations: z.array(z.string()),
});

/** The data set of an experiment, not loaded yet. */
export type ExperimentData = DatasetDefinition<Readonly<Record<string, Json>>, Dataset>;
/** One table as data; see {@link defineExperiment}. */
export type Experiment = z.infer<typeof experiment>;
/** Overrides of an experiment's settings, with the reason. */
export type Preset = z.infer<typeof preset>;

function requireMechanism(name: string, context: z.RefinementCtx): void {
  try {
    mechanism(name);
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message });
  }
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/**
 * States one table of the paper: data, model, training, the mechanisms that are compared, and the presets.
 *
 * @throws Failure that names each key that is unknown, missing or out of range
 */
export function defineExperiment(definition: z.input<typeof experiment>): Experiment {
  const result = experiment.safeParse(definition);
  if (!result.success) {
    throw new Failure(`experiment '${definition.name}' is not valid\n${prettifyError(result.error)}`);
  }
  return result.data;
}
