import type { RandomStream } from '@better-attention/random';
import type { TensorData } from '@better-attention/tfjs-onnx';
import type { DropoutSite } from './dropout.js';
import type { Batch, TrainingProblem } from './problem.js';

/** Means over the examples of a batch or of a part of the data, by name. */
export type Metrics = Readonly<Record<string, number>>;

/** What executes training steps. */
export interface Engine {
  readonly name: string;
  readonly device: string;
  /** Versions of the libraries that do the work. */
  readonly versions: Readonly<Record<string, string>>;
  /** Compiles a problem and places its initial parameters. */
  prepare(problem: TrainingProblem, random: RandomStream): Promise<Trainer>;
}

/** A batch and the dropout masks of its step. */
export interface TrainingStep {
  readonly batch: Batch;
  readonly masks: readonly Uint8Array[];
}

/** The arrays of a model in training by path: `parameters.…`, and `slots.<slot>.…` of the optimiser. */
export interface Snapshot {
  /** Steps taken. */
  readonly step: number;
  readonly arrays: Readonly<Record<string, TensorData>>;
}

/** A problem on an engine: parameters that steps change in place. */
export interface Trainer {
  readonly dropoutSites: readonly DropoutSite[];
  /** The threads that a step runs on. */
  readonly threads: number;
  /** How many steps the engine likes to be given at once. */
  readonly stepsPerCall: number;
  /** Takes the steps in order; the metrics of each are those before its update. */
  train(steps: readonly TrainingStep[]): Promise<Metrics[]>;
  /** The metrics of batches without dropout; changes nothing. */
  evaluate(batches: readonly Batch[]): Promise<Metrics[]>;
  /** Copies of all arrays. */
  snapshot(): Promise<Snapshot>;
  /** Puts arrays back. */
  restore(snapshot: Snapshot): Promise<void>;
  dispose(): Promise<void>;
}
