import type { Tensor } from '@tensorflow/tfjs-core';

/** The numbers of one step by name, computed in float64 and handed to the step as float32 scalars. */
export type StepScalars = Readonly<Record<string, number>>;

/**
 * A first-order optimiser. `update` is written in elementwise TensorFlow.js operations alone, so that an engine may
 * apply it to each parameter, to all of them as one vector, or compile it into a fused loop.
 */
export interface Optimiser {
  readonly name: string;
  /** Its settings, for the run record. */
  readonly settings: Readonly<Record<string, number>>;
  /** The names of the tensors that it keeps beside each parameter, zero before the first step. */
  readonly slots: readonly string[];
  /** The numbers of a step; steps count from 1. */
  scalars(step: number): StepScalars;
  /** The parameter and its slots after a step; all tensors have the parameter's shape. */
  update(
    parameter: Tensor,
    gradient: Tensor,
    slots: Readonly<Record<string, Tensor>>,
    scalars: Readonly<Record<string, Tensor>>,
  ): { readonly parameter: Tensor; readonly slots: Readonly<Record<string, Tensor>> };
}
