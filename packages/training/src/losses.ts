import {
  abs,
  add,
  argMax,
  cast,
  div,
  equal,
  exp,
  greater,
  log1p,
  logSoftmax,
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

/** Weighted means over the examples of a batch; `loss` is the one to descend. */
export type BatchMetrics = { readonly loss: Scalar } & Readonly<Record<string, Scalar>>;

/**
 * Cross-entropy in nats and accuracy of a classifier. Two classes may share one logit, the log-odds of label 1.
 *
 * @param logits `[B, C]`, or `[B, 1]` for two classes
 * @param labels `[B]` int32, 0 … C − 1
 * @param weights `[B]` float32: 1 for an example that counts, 0 for one that only fills up the batch
 */
export function classification(logits: Tensor2D, labels: Tensor1D, weights: Tensor1D): BatchMetrics {
  const shares = div(weights, sum(weights));
  const mean = (values: Tensor) => sum(mul(values, shares)) as Scalar;
  const [losses, predicted] =
    logits.shape[1] === 1
      ? [binaryCrossEntropy(logits, labels), cast(greater(reshape(logits, [-1]), 0), 'int32')]
      : [crossEntropy(logits, labels), cast(argMax(logits, 1), 'int32')];
  return { loss: mean(losses), accuracy: mean(cast(equal(predicted, labels), 'float32')) };
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
