import '../engine/gradients.js';
import type { RandomStream } from '@better-attention/random';
import { leaves, type TensorData, unflatten } from '@better-attention/tfjs-onnx';
import * as tf from '@tensorflow/tfjs-core';
import type { ShapedArray } from '../arrays/shaped-array.js';
import type { Trainer, TrainingStep, WeightedMetrics } from '../engine/engine.js';
import { evaluationOf, evaluationTensors } from '../engine/evaluation.js';
import { namedArrays, orderedArrays, snapshotOf, stateOf } from '../engine/snapshot.js';
import { mapState, type State, trainingStep } from '../engine/step.js';
import { lossOutline } from '../problem/dropout.js';
import { requireLabels } from '../problem/labels.js';
import {
  type Batch,
  type BatchTensors,
  batchSignature,
  type Parameters,
  requireProblem,
  type Signature,
  type TrainingProblem,
} from '../problem/problem.js';

/** Where {@link eagerTrainer} computes. */
export interface EagerBackend {
  /** The name of a TensorFlow.js backend that is registered. */
  readonly backend: string;
  /** The threads that it runs on. */
  readonly threads: number;
}

/** A trainer that executes each operation at once on a TensorFlow.js backend, whichever others are in use besides. */
export async function eagerTrainer(
  problem: TrainingProblem,
  random: RandomStream,
  { backend, threads }: EagerBackend,
): Promise<Trainer> {
  requireProblem(problem);
  const select = async () => {
    if (tf.getBackend() !== backend) await tf.setBackend(backend);
  };
  await select();
  const { optimiser } = problem;
  const initial = problem.init(random);
  const signature = batchSignature(problem);
  const { dropoutSites, metrics, labels } = lossOutline(problem, initial);
  const parameters = leaves<tf.Tensor>(initial);
  const shapes = parameters.map(({ shape }) => shape);
  let state: State<tf.Tensor> = {
    parameters,
    slots: optimiser.slots.map(() => parameters.map((parameter) => tf.zerosLike(parameter))),
  };
  let step = 0;

  function replaceState(next: State<tf.Tensor>): void {
    mapState(next, (tensor) => tf.keep(tensor));
    mapState(state, (tensor) => tensor.dispose());
    state = next;
  }

  function takeStep({ batch, masks }: TrainingStep): BatchTensors {
    step++;
    const scalars = Object.entries(optimiser.scalars(step)).map(([name, value]) => [name, tf.scalar(value)]);
    const { state: next, metrics } = trainingStep(problem, initial, state, {
      batch: tensorsOf(batch, signature),
      masks: masks.map((mask, site) => tf.tensor(mask, [...(dropoutSites[site]?.shape ?? [])], 'bool')),
      scalars: Object.fromEntries(scalars),
    });
    replaceState(next);
    return metrics;
  }

  function evaluate(batch: Batch) {
    const parameters = unflatten(initial, state.parameters) as Parameters;
    const { metrics, marks } = evaluationTensors(problem, parameters, tensorsOf(batch, signature));
    return { metrics: { ...metrics }, marks };
  }

  return {
    metrics,
    dropoutSites,
    threads,
    async train(each) {
      requireLabels(labels, each.batch);
      await select();
      return metricsOf(tf.tidy(() => takeStep(each)));
    },
    settled: async () => {},
    async evaluate(batch) {
      requireLabels(labels, batch);
      await select();
      const { metrics, marks } = tf.tidy(() => evaluate(batch));
      return evaluationOf({ metrics: dataOf(metrics), marks: dataOf(marks) });
    },
    compile: async (compute, inputs) => ({
      async run(given) {
        await select();
        return dataOf(
          tf.tidy(() =>
            compute(unflatten(initial, state.parameters) as Parameters, tensorsOf(given, inputs)),
          ),
        );
      },
      dispose: async () => {},
    }),
    snapshot: async () => snapshotOf(problem, initial, step, mapState(state, arrayOf)),
    readParameters: async () => namedArrays(initial, state.parameters.map(arrayOf)),
    async restore(snapshot) {
      await select();
      const arrays = stateOf(problem, initial, snapshot, shapes);
      replaceState(mapState(arrays, (values, at) => tf.tensor(values.slice(), shapes[at] as number[])));
      step = snapshot.step;
    },
    async writeParameters(given) {
      await select();
      const arrays = orderedArrays(initial, given, shapes, 'parameters');
      tf.dispose(state.parameters);
      state = {
        ...state,
        parameters: arrays.map((values, at) => tf.tensor(values.slice(), shapes[at] as number[])),
      };
    },
    dispose: async () => {
      mapState(state, (tensor) => tensor.dispose());
    },
  };
}

/** A copy of a tensor's elements, with its shape. */
function arrayOf(tensor: tf.Tensor): ShapedArray {
  return { shape: tensor.shape, values: tensor.dataSync().slice() as TensorData };
}

function tensorsOf(batch: Batch, signature: Signature): BatchTensors {
  const tensors = Object.entries(signature).map(([name, { shape, dtype }]) => [
    name,
    tf.tensor(batch[name] as TensorData, [...shape], dtype),
  ]);
  return Object.fromEntries(tensors);
}

function metricsOf(metrics: BatchTensors): WeightedMetrics {
  const values = Object.entries(dataOf(metrics)).map(([name, [value]]) => [name, value]);
  return Object.fromEntries(values);
}

/** The numbers of tensors, which are then disposed of. */
function dataOf(tensors: BatchTensors): Batch {
  const values = Object.entries(tensors).map(([name, tensor]) => [name, tensor.dataSync().slice()]);
  tf.dispose({ ...tensors });
  return Object.fromEntries(values);
}
