import { type Tree, unflatten } from '@better-attention/tfjs-onnx';
import * as tf from '@tensorflow/tfjs-core';
import { maskedDropout } from '../problem/dropout.js';
import type { BatchMetrics } from '../problem/losses.js';
import type { BatchTensors, Parameters, TrainingProblem } from '../problem/problem.js';

/** What a step carries on to the next, in the order of the parameters' leaves. */
export type State<Leaf> = {
  readonly parameters: Leaf[];
  /** For each slot of the optimiser, one leaf a parameter. */
  readonly slots: Leaf[][];
};

/** What a step is given besides the state. */
export interface StepTensors {
  readonly batch: BatchTensors;
  /** One mask for each place of dropout. */
  readonly masks: readonly tf.Tensor[];
  /** The optimiser's numbers of this step. */
  readonly scalars: Readonly<Record<string, tf.Tensor>>;
}

/**
 * The gradient of the loss for each parameter, clipped where the problem says so, and the metrics.
 *
 * @param structure a tree of the parameters' form
 */
export function lossGradients(
  problem: TrainingProblem,
  structure: Tree<unknown>,
  parameters: tf.Tensor[],
  { batch, masks }: Pick<StepTensors, 'batch' | 'masks'>,
): { readonly gradients: tf.Tensor[]; readonly metrics: BatchMetrics } {
  let metrics: BatchMetrics | undefined;
  const gradients = tf.grads((...values: tf.Tensor[]) => {
    const tree = unflatten(structure, values) as Parameters;
    metrics = problem.loss(tree, batch, maskedDropout(masks));
    for (const value of Object.values(metrics)) tf.keep(value);
    return metrics.loss;
  })(parameters);
  return { gradients: clipped(gradients, problem.clipNorm), metrics: metrics as unknown as BatchMetrics };
}

/** Gradients of at most a norm together; as they are when they stay below it. */
function clipped(gradients: tf.Tensor[], clipNorm: number | undefined): tf.Tensor[] {
  if (clipNorm === undefined) return gradients;
  const squares = gradients.map((gradient) => tf.sum(tf.square(gradient)));
  const norm = tf.sqrt(tf.addN(squares));
  const scale = tf.div(clipNorm, tf.maximum(norm, clipNorm));
  return gradients.map((gradient) => tf.mul(gradient, scale));
}

/**
 * One training step: the gradient of the loss, then the optimiser for each parameter. The metrics are those before
 * the update.
 *
 * @param structure a tree of the parameters' form
 */
export function trainingStep(
  problem: TrainingProblem,
  structure: Tree<unknown>,
  { parameters, slots }: State<tf.Tensor>,
  { scalars, ...given }: StepTensors,
): { readonly state: State<tf.Tensor>; readonly metrics: BatchMetrics } {
  const { optimiser } = problem;
  const { gradients, metrics } = lossGradients(problem, structure, parameters, given);
  const updated = parameters.map((parameter, at) => {
    const own = optimiser.slots.map((name, slot) => [name, slots[slot]?.[at] as tf.Tensor]);
    return optimiser.update(parameter, gradients[at] as tf.Tensor, Object.fromEntries(own), scalars);
  });
  return {
    state: {
      parameters: updated.map(({ parameter }) => parameter),
      slots: optimiser.slots.map((name) => updated.map(({ slots: next }) => next[name] as tf.Tensor)),
    },
    metrics,
  };
}

/** A state with each of its leaves replaced; `position` is that of the parameter which a leaf belongs to. */
export function mapState<Leaf, Result>(
  { parameters, slots }: State<Leaf>,
  change: (leaf: Leaf, position: number) => Result,
): State<Result> {
  return { parameters: parameters.map(change), slots: slots.map((leavesOfSlot) => leavesOfSlot.map(change)) };
}
