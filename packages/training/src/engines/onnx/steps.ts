import type { TrainingStep, WeightedMetrics } from '../../engine/engine.js';

/** What takes the steps of a training. */
export interface Steps {
  /** The threads that a step runs on. */
  readonly threads: number;
  /** Computes the gradient, and begins to update the state by it. The metrics are those before the update. */
  take(step: TrainingStep, scalars: Readonly<Record<string, number>>): Promise<WeightedMetrics>;
  /** Waits until the state is that after the last step. */
  settled(): Promise<void>;
  /** Frees what it holds outside of JavaScript's memory. */
  dispose(): Promise<void>;
}
