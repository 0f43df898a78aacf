import type { TensorData } from '@better-attention/tfjs-onnx';
import type { Tensor } from '@tensorflow/tfjs-core';
import { keepAll } from '../problem/dropout.js';
import type { BatchTensors, Parameters, TrainingProblem } from '../problem/problem.js';
import type { Evaluation, WeightedMetrics } from './engine.js';

/** Outputs of an evaluation by name: those of `metrics`, one number each, and those that tell about examples or units. */
interface EvaluationOutputs<Leaf> {
  readonly metrics: Readonly<Record<string, Leaf>>;
  readonly marks: Readonly<Record<string, Leaf>>;
}

/** The outputs of a problem's evaluation. */
export function evaluationTensors(
  problem: TrainingProblem,
  parameters: Parameters,
  batch: BatchTensors,
): EvaluationOutputs<Tensor> {
  const evaluated = problem.evaluate?.(parameters, batch);
  const { metrics, correct, active } = evaluated ?? { metrics: problem.loss(parameters, batch, keepAll) };
  return { metrics, marks: { ...(correct && { correct }), ...(active && { active }) } };
}

/** An evaluation from the numbers of its outputs. */
export function evaluationOf({ metrics, marks }: EvaluationOutputs<TensorData>): Evaluation {
  const values = Object.entries(metrics).map(([name, [value]]) => [name, value]);
  return { metrics: Object.fromEntries(values) as WeightedMetrics, ...marks };
}
