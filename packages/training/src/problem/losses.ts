import {
  abs,
  add,
  argMax,
  cast,
  div,
  equal,
  exp,
  greater,
  less,
  log1p,
  logSoftmax,
  maximum,
  mul,
  neg,
  oneHot,
  relu,
  reshape,
  type Scalar,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import { expectLabels } from './labels.js';

/**
 * Means over what counts in a batch, and `weight`: how much that is, so that the means of several batches can be
 * joined. `loss` is the one to descend.
 */
export type BatchMetrics = { readonly loss: Scalar; readonly weight: Scalar } & Readonly<
  Record<string, Scalar>
>;

const LEAST_WEIGHT = 1e-30;

/** Settings of {@link classification}. */
export interface ClassificationOptions {
  /** Whether `top5Accuracy` is measured too: the label is among the five classes of the highest logits. */
  readonly top5?: boolean;
}

/**
 * Cross-entropy in nats and accuracy of a classifier; its weight is the number of examples. Two classes may share one
 * logit, the log-odds of label 1.
 *
 * @param logits `[B, C]`, or `[B, 1]` for two classes
 * @param labels `[B]` int32, 0 … C − 1
 * @param weights `[B]` float32: 1 for an example that counts, 0 for one that only fills up the batch. Where none counts,
 *   all means are 0, as their gradients are.
 * @throws LabelError for a label that no class has, where the labels can be read; an engine throws it for those of a batch
 */
export function classification(
  logits: Tensor2D,
  labels: Tensor1D,
  weights: Tensor1D,
  { top5 = false }: ClassificationOptions = {},
): BatchMetrics {
  expectLabels(labels, Math.max(2, logits.shape[1]));
  const weight = sum(weights) as Scalar;
  const shares = sharesOf(weights, weight);
  const mean = (values: Tensor) => sum(mul(values, shares)) as Scalar;
  const losses = logits.shape[1] === 1 ? binaryCrossEntropy(logits, labels) : crossEntropy(logits, labels);
  return {
    loss: mean(losses),
    accuracy: mean(cast(correctClasses(logits, labels), 'float32')),
    ...(top5 && { top5Accuracy: mean(amongHighest(logits, labels, 5)) }),
    weight,
  };
}

/**
 * Whether each example's label is the class of the highest logit, the first of equal ones: `[B]` bool. It is what the
 * accuracy of {@link classification} is the mean of.
 *
 * @param logits `[B, C]`, or `[B, 1]` for two classes
 * @param labels `[B]` int32, 0 … C − 1
 */
export function correctClasses(logits: Tensor2D, labels: Tensor1D): Tensor1D {
  const predicted = logits.shape[1] === 1 ? greater(reshape(logits, [-1]), 0) : argMax(logits, 1);
  return equal(cast(predicted, 'int32'), labels);
}

/** The part of each in a sum of weights; 0 of all where nothing counts. */
export function sharesOf(weights: Tensor, total: Scalar): Tensor {
  return div(weights, maximum(total, LEAST_WEIGHT));
}

/** 1 for an example whose label's logit fewer than `count` others exceed, else 0: `[B]`. */
function amongHighest(logits: Tensor2D, labels: Tensor1D, count: number): Tensor {
  const own = sum(mul(logits, oneHot(labels, logits.shape[1])), 1, true);
  return cast(less(sum(cast(greater(logits, own), 'float32'), 1), count), 'float32');
}

/** `−log softmax(logits)[label]` of each example: `[B]`. */
function crossEntropy(logits: Tensor2D, labels: Tensor1D): Tensor {
  const targets = oneHot(labels, logits.shape[1]);
  return neg(sum(mul(logSoftmax(logits), targets), 1));
}

/** `max(z, 0) − z·y + log(1 + e^−|z|)` of each example, which neither overflows nor rounds to zero: `[B]`. */
function binaryCrossEntropy(logits: Tensor2D, labels: Tensor1D): Tensor {
  const logit = reshape(logits, [-1]);
  return add(sub(relu(logit), mul(logit, cast(labels, 'float32'))), log1p(exp(neg(abs(logit)))));
}
