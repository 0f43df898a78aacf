import type { RandomStream } from '@better-attention/random';
import type { ParameterArrays } from '../arrays/parameter-arrays.js';
import type { DropoutSite } from '../problem/dropout.js';
import type { Batch, BatchTensors, Parameters, Signature, TrainingProblem } from '../problem/problem.js';

/** Means over a part of the data, by name. */
export type Metrics = Readonly<Record<string, number>>;

/** Means over a batch, by name, and their `weight`. */
export type WeightedMetrics = Metrics & { readonly weight: number };

/** What an engine computes on: the processor, or an NVIDIA card. */
export type Device = 'cpu' | 'cuda';

/** What executes training steps. */
export interface Engine {
  readonly name: string;
  readonly device: Device;
  /** Versions of the libraries that do the work. */
  readonly versions: Readonly<Record<string, string>>;
  /** Compiles a problem and places its initial parameters. @throws RangeError when its batch size or norm is out of range */
  prepare(problem: TrainingProblem, random: RandomStream): Promise<Trainer>;
}

/** A batch and the dropout masks of its step. */
export interface TrainingStep {
  readonly batch: Batch;
  /** For each site of dropout its mask; `train` reads them until it is done, and never after. */
  readonly masks: readonly Uint8Array[];
}

/** What a batch gives without dropout. */
export interface Evaluation {
  readonly metrics: WeightedMetrics;
  /** A byte an example of the batch, 1 where the model is right; absent where the problem doesn't tell. */
  readonly correct?: Uint8Array;
  /** A byte a unit that can fall silent, 1 where it is on for any example; absent where the problem doesn't tell. */
  readonly active?: Uint8Array;
}

/** A model in training, between two steps. */
export interface Snapshot {
  /** Steps taken. */
  readonly step: number;
  /** The parameters by their flat names, e.g. `blocks.0.attention.query.kernel`. */
  readonly parameters: ParameterArrays;
  /** What the optimiser keeps beside the parameters: by slot, e.g. `mean`, then by the parameter's name. */
  readonly slots: Readonly<Record<string, ParameterArrays>>;
}

/**
 * Outputs from parameters and further inputs. As in the methods of a problem, its arguments may be typed as those of the
 * model and the signature that it is made for.
 */
export type Compute = {
  /** The outputs by name. */
  compute(parameters: Parameters, inputs: BatchTensors): BatchTensors;
}['compute'];

/** A function of a trainer's parameters. */
export interface Computation {
  /** The outputs for inputs of the signature and the trainer's parameters as they are now. */
  run(inputs: Batch): Promise<Batch>;
  /** Frees what it holds outside of JavaScript's memory. */
  dispose(): Promise<void>;
}

/** A problem on an engine: parameters that steps change in place. */
export interface Trainer {
  /** The names of what `train` and `evaluate` measure besides `weight`. */
  readonly metrics: readonly string[];
  readonly dropoutSites: readonly DropoutSite[];
  /** The threads that a step runs on. */
  readonly threads: number;
  /** Takes a step; the metrics are those before its update. */
  train(step: TrainingStep): Promise<WeightedMetrics>;
  /** Waits until nothing of the last step is left to do, in other threads either: what it takes belongs to that step. */
  settled(): Promise<void>;
  /** What a batch gives without dropout; changes nothing. */
  evaluate(batch: Batch): Promise<Evaluation>;
  /** Prepares a function of the parameters and of further inputs, e.g. a model's attention weights. */
  compile(compute: Compute, signature: Signature): Promise<Computation>;
  /** Copies of all arrays. */
  snapshot(): Promise<Snapshot>;
  /** Puts the arrays of a snapshot back. */
  restore(snapshot: Snapshot): Promise<void>;
  /** Copies of the parameters. */
  readParameters(): Promise<ParameterArrays>;
  /** Puts others in the place of the parameters, for evaluation: steps and slots stay as they are. */
  writeParameters(parameters: ParameterArrays): Promise<void>;
  /** Frees what it holds outside of JavaScript's memory. */
  dispose(): Promise<void>;
}
