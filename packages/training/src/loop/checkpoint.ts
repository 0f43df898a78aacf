import type { ParameterArrays } from '../arrays/parameter-arrays.js';
import type { Metrics, Snapshot } from '../engine/engine.js';
import type { MeansSoFar } from './means.js';

/** A training between two of its steps. What is random in a step follows from its epoch and its number, so no stream is kept. */
export interface Checkpoint {
  /** The epochs that are validated. */
  readonly epochs: readonly EpochResult[];
  /** The epoch that has begun; absent between two epochs. */
  readonly begun?: BegunEpoch | undefined;
  /** What the next step starts from; absent after the last epoch, when only the test is left. */
  readonly last?: Snapshot | undefined;
  /** Absent before the first validation. */
  readonly best?: BestEpoch | undefined;
}

/** The measurements of one epoch. */
export interface EpochResult {
  readonly epoch: number;
  readonly train: Metrics;
  readonly validation: Metrics;
  /** Seconds of training steps, with making their batches, without evaluation and checkpoints. */
  readonly trainSeconds: number;
  /** Units that are off for every example of the validation part; absent where the problem doesn't tell. */
  readonly deadUnits?: number | undefined;
}

/** An epoch that isn't validated yet. */
export interface BegunEpoch {
  /** How many of its steps are taken, at least 1. */
  readonly steps: number;
  readonly means: MeansSoFar;
  readonly trainSeconds: number;
}

/** The first epoch with the best value of the selected metric. */
export interface BestEpoch {
  readonly epoch: number;
  readonly parameters: ParameterArrays;
}

/** A moment at which a training can be kept. */
export interface CheckpointMoment {
  /** Copies what it takes to go on from here; to be called before the moment is over. */
  make(): Promise<Checkpoint>;
  /** Whether the training ends after this moment, because its signal was aborted. */
  readonly stopping: boolean;
}
