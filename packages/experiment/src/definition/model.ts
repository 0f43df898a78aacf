import type { Dataset, DatasetOutline } from '@better-attention/datasets';
import type { AttentionOwnOptions } from '@better-attention/models';
import type { RandomStream } from '@better-attention/random';
import type { AttentionInput, BleuScoring, Sample } from '@better-attention/records';
import type {
  Batch,
  BatchMetrics,
  BatchTensors,
  Dropout,
  EvaluatedTensors,
  Fields,
  Metrics,
  Parameters,
  Trainer,
} from '@better-attention/training';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Json } from '../support/json.js';

/** A model without its attention: `build` adds a mechanism, which is all that runs of one table may differ in. */
export interface ModelRecipe<Data extends Dataset = Dataset> {
  readonly name: string;
  readonly heads: number;
  /** Its settings, for the run record. */
  readonly settings: Readonly<Record<string, Json>>;
  /**
   * The model with a mechanism, for a data set.
   *
   * @throws Error when the mechanism, the heads or the data don't fit its settings
   */
  build(options: ModelOptions<Data>): RunnableModel;
  /**
   * What the model with a mechanism holds and computes, before any data is loaded.
   *
   * @throws Error as `build`
   */
  count(options: CountOptions<Data>): ModelCounts;
}

/** What a model needs to know besides its own settings. */
export interface ModelOptions<Data extends Dataset = Dataset> {
  readonly mechanism: string;
  readonly heads: number;
  /** Options of the mechanism's own, where they aren't its defaults. */
  readonly attentionOptions?: AttentionOwnOptions | undefined;
  readonly dataset: Data;
}

/** As {@link ModelOptions}, of a data set that isn't loaded. */
export interface CountOptions<Data extends Dataset = Dataset>
  extends Pick<ModelOptions<Data>, 'mechanism' | 'heads' | 'attentionOptions'> {
  readonly outline: DatasetOutline<Data>;
}

/** What a model and its attention layers, which are of one size, hold and compute: the same for every seed. */
export interface ModelCounts {
  /** The length ℓ and the width d_m that its attention layers work on. */
  readonly contextLength: number;
  readonly modelWidth: number;
  readonly parameterCount: number;
  readonly attentionParameterCount: number;
  /** Of one attention layer. */
  readonly layerParameterCount: number;
  /** Counted in the recorded graph of one attention layer. */
  readonly matmulsPerHead: number;
}

/** A model with its mechanism, ready for training. Its methods are called with its own parameters and batches of its data set. */
export interface RunnableModel extends ModelCounts {
  /** The parameters before the first step. */
  init(random: RandomStream): Parameters;
  /** The means of a batch and their weight; dropout is called at the same places in the same order each time. */
  loss(parameters: Parameters, batch: BatchTensors, dropout: Dropout): BatchMetrics;
  /** The metrics without dropout, and which examples are right, where examples can be; by default the metrics. */
  evaluate?(parameters: Parameters, batch: BatchTensors): EvaluatedTensors;
  readonly attention: AttentionProbe;
  readonly inference: Inference;
  /** What is measured of the trained model on the test part besides the loss's metrics. */
  examine?(trainer: Trainer, options?: ExamineOptions): Promise<Examination>;
  /** How many examples `examine` looks at. */
  readonly examined?: number;
}

/** How {@link RunnableModel.examine} is shortened and ended early. */
export interface ExamineOptions {
  /** How many examples it looks at, instead of all. */
  readonly examples?: number;
  readonly signal?: AbortSignal | undefined;
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
  show(
    position: number,
    batch: Batch,
    row: number,
  ): { readonly label: string; readonly input: AttentionInput };
}

/** Sentences with their translations by the trained model, a line each. */
export interface Translations {
  readonly sources: readonly string[];
  readonly references: readonly string[];
  readonly hypotheses: readonly string[];
}

/** What {@link RunnableModel.examine} found. */
export interface Examination {
  readonly metrics: Metrics;
  /** How BLEU among the metrics was scored. */
  readonly scoring?: BleuScoring;
  readonly samples: Sample[];
  readonly translations?: Translations;
}
