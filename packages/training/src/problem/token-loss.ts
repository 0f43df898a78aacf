import {
  add,
  argMax,
  cast,
  customGrad,
  div,
  equal,
  exp,
  expandDims,
  type GradSaveFunc,
  gather,
  logSoftmax,
  mul,
  neg,
  notEqual,
  oneHot,
  range,
  reshape,
  type Scalar,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
} from '@tensorflow/tfjs-core';
import type { BatchMetrics } from './losses.js';

/** The label of positions that hold no token. */
const PADDING = 0;

/**
 * Cross-entropy in nats and accuracy of a model that predicts a token at each position, both means over the tokens
 * of the batch: positions with label 0, padding, don't count. Its weight is the number of tokens.
 *
 * @param logits `[B, L, V]`
 * @param labels `[B, L]` int32, 0 … V − 1
 * @param weights `[B]` float32: 1 for an example that counts, 0 for one that only fills up the batch
 */
export function tokenClassification(logits: Tensor3D, labels: Tensor2D, weights: Tensor1D): BatchMetrics {
  const rows = reshape(logits, [-1, logits.shape[2]]) as Tensor2D;
  const targets = reshape(labels, [-1]) as Tensor1D;
  const counted = reshape(mul(cast(notEqual(labels, PADDING), 'float32'), expandDims(weights, 1)), [-1]);
  const weight = sum(counted) as Scalar;
  const shares = div(counted, weight);
  const mean = (values: Tensor) => sum(mul(values, shares)) as Scalar;
  const correct = equal(cast(argMax(rows, 1), 'int32'), targets);
  return {
    loss: mean(crossEntropy(rows, targets)),
    accuracy: mean(cast(correct, 'float32')),
    weight,
  };
}

/**
 * `−log softmax(logits)[label]` of each row: `[N, V]` → `[N]`. Its gradient is analytic, `softmax(logits) − one-hot`,
 * so that few passes go over all `N · V` numbers.
 */
function crossEntropy(logits: Tensor2D, labels: Tensor1D): Tensor {
  const [count, vocabulary] = logits.shape;
  const losses = customGrad((...inputs) => {
    const [values, save] = inputs as [Tensor, GradSaveFunc];
    const logProbabilities = logSoftmax(values);
    const picked = add(range(0, count * vocabulary, vocabulary, 'int32'), labels);
    save([logProbabilities, labels]);
    return { value: neg(gather(reshape(logProbabilities, [-1]), picked)), gradFunc: gradient };
  });
  return losses(logits);
}

function gradient(dy: Tensor, saved: Tensor[]): Tensor {
  const [logProbabilities, labels] = saved as [Tensor2D, Tensor1D];
  const targets = oneHot(labels, logProbabilities.shape[1], 1, 0, 'float32');
  return mul(sub(exp(logProbabilities), targets), expandDims(dy, 1));
}
