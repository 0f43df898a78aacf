import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { expectAllClose } from '../../../testing/all-close.js';
import type { Nested } from '../../../testing/finite-differences.js';
import { entries, leaves, unflatten } from '../../tfjs-onnx/src/tensors/tree.js';
import { adam, adamW, type Optimiser, rmsprop } from '../../training/src/optimisers/index.js';
import type { ParameterTree } from '../src/index.js';

/** What a script beside the fixtures writes for a model with one mechanism. */
export interface PyTorchCase {
  readonly mechanism: string;
  readonly logits: Nested;
  readonly loss: number;
  readonly gradients: Record<string, Nested>;
  readonly steps: Record<string, { losses: number[]; parameters: Record<string, Nested> }>;
}

/** A model as a function of its parameters. */
export interface Compared<Parameters> {
  readonly given: PyTorchCase;
  readonly parameters: Parameters;
  readonly logits: (parameters: Parameters) => tf.Tensor;
  readonly loss: (logits: tf.Tensor) => tf.Tensor;
  /** The name in the fixture of a parameter's path; the same unless given. */
  readonly stored?: (path: string) => string;
}

const optimisers: Record<string, Optimiser> = {
  adam: adam({ learningRate: 0.01, beta1: 0.8, beta2: 0.95, epsilon: 1e-3 }),
  adamw: adamW({ learningRate: 0.01, weightDecay: 0.4, beta1: 0.8, beta2: 0.95, epsilon: 1e-3 }),
  rmsprop: rmsprop({ learningRate: 0.004, rho: 0.8, epsilon: 1e-3 }),
};

/** The parameters of a fixture in the form of a model's. */
export function storedParameters<Parameters extends ParameterTree>(
  structure: Parameters,
  parameters: Record<string, Nested>,
  stored = (path: string) => path,
): Parameters {
  const read = entries<tf.Tensor>(structure).map(([path, leaf]) => {
    const tensor = tf.tensor(parameters[stored(path)] as Nested);
    expect(tensor.shape).toEqual(leaf.shape);
    return tensor;
  });
  return unflatten(structure, read) as Parameters;
}

/** Loss and gradients, in the order of the parameters' leaves. */
export function lossAndGradients<Parameters extends ParameterTree>(
  parameters: Parameters,
  loss: (parameters: Parameters) => tf.Tensor,
): { value: number; gradients: tf.Tensor[] } {
  const values = leaves<tf.Tensor>(parameters);
  const { value, grads } = tf.valueAndGrads((...tensors: tf.Tensor[]) =>
    loss(unflatten(parameters, tensors) as Parameters),
  )(values);
  return { value: value.dataSync()[0] as number, gradients: grads };
}

/** Mean cross-entropy of logits `[…, C]`, over the labels that are none of `ignored`. */
export function crossEntropy(logits: tf.Tensor, labels: number[], ignored?: number): tf.Tensor {
  const classes = logits.shape.at(-1) as number;
  const targets = tf.oneHot(tf.tensor1d(labels, 'int32'), classes);
  const counted = tf.tensor1d(labels.map((label) => (label === ignored ? 0 : 1)));
  const losses = tf.neg(tf.sum(tf.mul(tf.logSoftmax(tf.reshape(logits, [-1, classes])), targets), 1));
  return tf.div(tf.sum(tf.mul(losses, counted)), tf.sum(counted));
}

/** Tests logits, loss, all gradients and the steps of all optimisers. */
export function itIsPyTorchs<Parameters extends ParameterTree>({
  given,
  parameters,
  logits,
  loss,
  stored = (path) => path,
}: Compared<Parameters>): void {
  const paths = entries<tf.Tensor>(parameters).map(([path]) => stored(path));
  const lossOf = (tree: Parameters) => loss(logits(tree));

  it('has its logits and loss', () => {
    const result = logits(parameters);
    expectAllClose(result, given.logits, { absolute: 5e-6, relative: 5e-6 });
    expectAllClose(loss(result), given.loss, { absolute: 5e-6 });
  });

  it('has all its gradients', () => {
    const { gradients } = lossAndGradients(parameters, lossOf);
    expect([...paths].sort()).toEqual(Object.keys(given.gradients).sort());
    paths.forEach((path, at) => {
      const expected = given.gradients[path] as Nested;
      expectAllClose(gradients[at] as tf.Tensor, expected, { absolute: 1e-5, relative: 1e-5 });
    });
  });

  it('is compared after steps of every optimiser', () => {
    expect(Object.keys(given.steps)).toEqual(Object.keys(optimisers));
  });

  it.each(Object.entries(given.steps))('takes the same steps with %s', (name, expected) => {
    const { slots: names, scalars, update } = optimisers[name] as Optimiser;
    let values = leaves<tf.Tensor>(parameters);
    let slots = values.map((value) => Object.fromEntries(names.map((slot) => [slot, tf.zerosLike(value)])));
    const losses = expected.losses.map((_, step) => {
      const numbers = Object.entries(scalars(step + 1)).map(([key, value]) => [key, tf.scalar(value)]);
      const { value, gradients } = lossAndGradients(unflatten(parameters, values) as Parameters, lossOf);
      const updated = values.map((each, at) =>
        update(each, gradients[at] as tf.Tensor, slots[at] ?? {}, Object.fromEntries(numbers)),
      );
      values = updated.map(({ parameter }) => parameter);
      slots = updated.map(({ slots: next }) => next);
      return value;
    });
    expectAllClose(losses, expected.losses, { absolute: 2e-5 });
    paths.forEach((path, at) => {
      expectAllClose(values[at] as tf.Tensor, expected.parameters[path] as Nested, { absolute: 2e-5 });
    });
  });
}
