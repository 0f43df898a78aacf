import {
  add,
  cast,
  customGrad,
  equal,
  expandDims,
  type GradSaveFunc,
  gather,
  log,
  mul,
  notEqual,
  range,
  reshape,
  type Scalar,
  softmax,
  squeeze,
  stack,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tensorScatterUpdate,
  topk,
} from '@tensorflow/tfjs-core';
import { expectLabels } from './labels.js';
import { type BatchMetrics, sharesOf } from './losses.js';

/** The label of positions that hold no token. */
const PADDING = 0;

/**
 * Cross-entropy in nats and accuracy of a model that predicts a token at each position, both means over the tokens
 * of the batch: positions with label 0, padding, don't count. Its weight is the number of tokens.
 *
 * @param logits `[B, L, V]`
 * @param labels `[B, L]` int32, 0 … V − 1
 * @param weights `[B]` float32: 1 for an example that counts, 0 for one that only fills up the batch. Where no token counts,
 *   all means are 0, as their gradients are.
 * @throws LabelError as `classification` does
 */
export function tokenClassification(logits: Tensor3D, labels: Tensor2D, weights: Tensor1D): BatchMetrics {
  expectLabels(labels, logits.shape[2]);
  const rows = reshape(logits, [-1, logits.shape[2]]) as Tensor2D;
  const targets = reshape(labels, [-1]) as Tensor1D;
  const counted = reshape(mul(cast(notEqual(labels, PADDING), 'float32'), expandDims(weights, 1)), [-1]);
  const weight = sum(counted) as Scalar;
  const shares = sharesOf(counted, weight);
  const mean = (values: Tensor) => sum(mul(values, shares)) as Scalar;
  const { values, indices } = topk(rows, 1);
  const highest = { logit: squeeze(values, [1]), index: squeeze(indices, [1]) };
  return {
    loss: mean(crossEntropy(rows, targets, highest)),
    accuracy: mean(cast(equal(highest.index, targets), 'float32')),
    weight,
  };
}

/** The first of the highest logits of each row: `[N]` each. */
interface Highest {
  readonly logit: Tensor;
  readonly index: Tensor;
}

/**
 * `−log softmax(logits)[label]` of each row: `[N, V]` → `[N]`. With p the softmax, and h the place of the highest logit, it
 * is `logits[h] − log p[h] − logits[label]`, in which nothing underflows. Its gradient is analytic, `p − one-hot`. Few passes go
 * over all `N · V` numbers that way.
 */
function crossEntropy(logits: Tensor2D, labels: Tensor1D, { logit, index }: Highest): Tensor {
  const losses = customGrad((...inputs) => {
    const [values, save] = inputs as [Tensor2D, GradSaveFunc];
    const probabilities = softmax(values);
    save([probabilities, labels]);
    const logNorm = sub(logit, log(elementOfRow(probabilities, index)));
    return { value: sub(logNorm, elementOfRow(values, labels)), gradFunc: gradient };
  });
  return losses(logits);
}

function gradient(dy: Tensor, saved: Tensor[]): Tensor {
  const [probabilities, labels] = saved as [Tensor2D, Tensor1D];
  const places = stack([range(0, labels.size, 1, 'int32'), labels], 1);
  const ofLabels = mul(sub(elementOfRow(probabilities, labels), 1), dy);
  return tensorScatterUpdate(mul(probabilities, expandDims(dy, 1)), places, ofLabels);
}

/** The element of each row at an index of its own: `[N, V]` and `[N]` → `[N]`. */
function elementOfRow(rows: Tensor2D, indices: Tensor): Tensor {
  const [count, length] = rows.shape;
  return gather(reshape(rows, [-1]), add(range(0, count * length, length, 'int32'), indices));
}
