import { mechanism } from '@better-attention/attention';
import type { Dataset, DatasetDefinition } from '@better-attention/datasets';
import type { RandomStream } from '@better-attention/random';
import type { AttentionInput, Sample } from '@better-attention/records';
import type {
  Batch,
  BatchMetrics,
  BatchTensors,
  Dropout,
  Fields,
  Metrics,
  Optimiser,
  Parameters,
  Trainer,
} from '@better-attention/training';
import type { Tensor4D } from '@tensorflow/tfjs-core';
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
  /**
   * The model with a mechanism, for a data set.
   *
   * @throws Error when the mechanism, the heads or the data don't fit its settings
   */
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
  /** The parameters before the first step. */
  init(random: RandomStream): Parameters;
  /** The means of a batch and their weight; dropout is called at the same places in the same order each time. */
  loss(parameters: Parameters, batch: BatchTensors, dropout: Dropout): BatchMetrics;
  readonly parameterCount: number;
  readonly attentionParameterCount: number;
  /** Counted in the recorded graph of one attention layer. */
  readonly matmulsPerHead: number;
  readonly attention: AttentionProbe;
  readonly inference: Inference;
  /** What is measured of the trained model on the test part besides the loss's metrics. */
  examine?(trainer: Trainer, signal?: AbortSignal): Promise<Examination>;
}

/** A trained model as a function of its inputs, as it is exported. */
export interface Inference {
  /** The inputs by name, without the axis of the batch. */
  readonly inputs: Fields;
  /** The outputs by name; without dropout. */
  apply(parameters: Parameters, inputs: BatchTensors): BatchTensors;
  /** What one needs to know to make the inputs and to read the outputs, e.g. the `labels` of the classes in their order. */
  readonly about: Readonly<Record<string, Json>>;
}

/** How the attention weights of a model are looked at. */
export interface AttentionProbe {
  /** Names of the attention layers that `weights` gives, in its order. */
  readonly layers: readonly string[];
  /** The weights `[B, H, Lq, Lk]` of each layer. */
  weights(parameters: Parameters, batch: BatchTensors): Tensor4D[];
  /** An example of the test part as people look at it. */
  show(position: number, batch: Batch, row: number): { label: string; input: AttentionInput };
}

/** What {@link RunnableModel.examine} found. */
export interface Examination {
  readonly metrics: Metrics;
  readonly samples: Sample[];
}

const count = z.int().positive();

const ablation = z.strictObject({
  /** Numbers of heads that the mechanisms are trained with besides the model's own. */
  heads: z.array(count).min(1),
  /** How many seeds, where not as many as of the model's own heads. */
  seeds: count.optional(),
});

const limits = z.strictObject({ train: count.optional(), test: count.optional() });

const dataset = z.custom<ExperimentData>(isObject, 'expected a data set, e.g. imdb({ … })');
const model = z.custom<ModelRecipe>(isObject, 'expected a model, e.g. textClassifier({ … })');
const names = z.array(z.string().superRefine(requireMechanism));
const metric = z.enum(['loss', 'accuracy', 'top5Accuracy', 'bleu']);

const preset = z.strictObject({
  /** Why the preset differs from the paper's settings. */
  because: z.string().min(1),
  /** Train on the sample that the repository carries instead of the full set. */
  embeddedSample: z.boolean().optional(),
  /** Use that many examples of a part, evenly spread over its classes. */
  limits: limits.optional(),
  dataset: dataset.optional(),
  model: model.optional(),
  batchSize: count.optional(),
  epochs: count.optional(),
  seeds: count.optional(),
  baselines: names.optional(),
  /** `null`: the heads are not varied. */
  ablation: ablation.nullable().optional(),
  /** Fine-tune the parameters that another experiment's runs of the same mechanism, heads and seed ended with. */
  startFrom: z.strictObject({ experiment: z.string(), preset: z.string() }).optional(),
});

const experiment = z.strictObject({
  /** The name of its workspace. */
  name: z.string().regex(/^[a-z0-9-]+$/),
  /** The title of its table. */
  table: z.string().min(1),
  dataset,
  model,
  training: z.strictObject({
    optimiser: z.custom<Optimiser>(isObject, 'expected an optimiser, e.g. adam({ … })'),
    batchSize: count,
    epochs: count,
    /** The validation metric whose highest value selects the tested epoch, the first of equals. */
    select: z.string(),
    /** The norm that all gradients together are scaled down to where they exceed it. */
    clipNorm: z.number().positive().optional(),
  }),
  /** The metrics that the table shows, in their order. */
  columns: z.array(metric).min(1),
  /** The metric that figures, verdicts and sentences are about. */
  headline: metric,
  /** Names of the registry of mechanisms. */
  mechanisms: names.min(1),
  /** Other mechanisms to compare with, in a block of their own. */
  baselines: names.optional(),
  ablation: ablation.nullable().optional(),
  /** How many seeds, 0 … seeds − 1. */
  seeds: count,
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
