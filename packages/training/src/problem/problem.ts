import type { RandomStream } from '@better-attention/random';
import type { DataType, TensorData, TensorSpec, Tree } from '@better-attention/tfjs-onnx';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Optimiser } from '../optimisers/index.js';
import { positive, positiveInteger, requireNumber } from '../options/options.js';
import type { BatchMetrics } from './losses.js';

/** Tensors of the parameters of a model, in its own nested form. */
export type Parameters = Tree<Tensor>;

/** Sets elements of a tensor to zero with probability `rate` and scales the others by `1 / (1 − rate)`. */
export type Dropout = (values: Tensor, rate: number) => Tensor;

/** A batch as tensors, by field; the first axis of each is the example. */
export type BatchTensors = Readonly<Record<string, Tensor>>;

/** A batch as arrays, by field. */
export type Batch = Readonly<Record<string, TensorData>>;

/** The shapes and types of whole batches, by field. */
export type Signature = Readonly<Record<string, TensorSpec>>;

/** What each field of an example holds, without the axis of the batch. */
export type Fields = Readonly<Record<string, TensorSpec>>;

/** A batch without dropout, as tensors. */
export interface EvaluatedTensors {
  /** Those that the loss gives, by the same names in the same order. */
  readonly metrics: BatchMetrics;
  /** `[B]` bool: whether the model is right about each example. */
  readonly correct?: Tensor | undefined;
  /** `[U]` bool: which of some units that can fall silent are on for any example of the batch. */
  readonly active?: Tensor | undefined;
}

/** What is to be learnt: parameters, a loss written once in TensorFlow.js, and how to descend it. */
export interface TrainingProblem {
  /** The fields of an example. A batch holds, besides, `weight` (`[B]` float32): 0 for examples that only fill it up. */
  readonly fields: Fields;
  readonly batchSize: number;
  readonly optimiser: Optimiser;
  /** Scales all gradients together where their Euclidean norm exceeds it, to that norm; by default they stay as they are. */
  readonly clipNorm?: number | undefined;
  /** The parameters before the first step. */
  init(random: RandomStream): Parameters;
  /** The means of a batch, and their weight. Dropout is called at the same places in the same order each time. */
  loss(parameters: Parameters, batch: BatchTensors, dropout: Dropout): BatchMetrics;
  /** The metrics without dropout and what else an evaluation tells, e.g. which examples are right; by default the metrics. */
  evaluate?(parameters: Parameters, batch: BatchTensors): EvaluatedTensors;
}

/** Checks the numbers of a problem. @throws RangeError naming the one that is out of its range */
export function requireProblem({ batchSize, clipNorm }: TrainingProblem): void {
  requireNumber('training problem: batchSize', batchSize, positiveInteger);
  if (clipNorm !== undefined) requireNumber('training problem: clipNorm', clipNorm, positive);
}

/** The specification of a whole batch, `weight` included. */
export function batchSignature({ fields, batchSize }: TrainingProblem): Signature {
  const withBatch = ({ shape, dtype }: TensorSpec) => ({ shape: [batchSize, ...shape], dtype });
  return {
    ...Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, withBatch(field)])),
    weight: { shape: [batchSize], dtype: 'float32' as DataType },
  };
}
