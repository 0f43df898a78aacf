import {
  type CompileOptions,
  lower,
  type Program,
  type TensorSpec,
  type Tree,
  tensorSpec,
} from '@better-attention/tfjs-onnx';
import type * as tf from '@tensorflow/tfjs-core';
import { lossGradients } from '../../engine/step.js';
import type { DropoutSite } from '../../problem/dropout.js';
import { type BatchTensors, batchSignature, type TrainingProblem } from '../../problem/problem.js';

/** What the graph of a gradient is made for. */
export interface GradientParts {
  /** A tree of the parameters' form. */
  readonly structure: Tree<unknown>;
  readonly specs: readonly TensorSpec[];
  readonly dropoutSites: readonly DropoutSite[];
}

/** The gradient of a loss as a program of parameters, batch and masks. */
export interface GradientProgram {
  readonly program: Program;
  /** The names of its metrics, `weight` included. */
  readonly metrics: readonly string[];
}

/** What a step is given besides the parameters, as specifications. */
export function stepSignature(problem: TrainingProblem, sites: readonly DropoutSite[]) {
  return {
    batch: batchSignature(problem),
    masks: sites.map(({ shape }) => tensorSpec(shape, 'bool')),
  };
}

/** Records the gradient of a problem's loss. */
export function lowerGradient(
  problem: TrainingProblem,
  { structure, specs, dropoutSites }: GradientParts,
  options: CompileOptions,
): GradientProgram {
  let metrics: string[] = [];
  const program = lower(
    (inputs: { parameters: tf.Tensor[]; batch: BatchTensors; masks: tf.Tensor[] }) => {
      const measured = lossGradients(problem, structure, inputs.parameters, inputs);
      metrics = Object.keys(measured.metrics);
      return { gradients: measured.gradients, metrics: Object.values(measured.metrics) };
    },
    { parameters: [...specs], ...stepSignature(problem, dropoutSites) } as never,
    options,
  );
  return { program, metrics };
}
