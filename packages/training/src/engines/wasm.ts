import '../gradients.js';
import { leaves, type TensorData, unflatten } from '@better-attention/tfjs-onnx';
import { setThreadsCount, version_wasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { dropoutSites, keepAll } from '../dropout.js';
import type { Engine, Trainer, TrainingStep, WeightedMetrics } from '../engine.js';
import {
  type Batch,
  type BatchTensors,
  batchSignature,
  type Parameters,
  type Signature,
  type TrainingProblem,
} from '../problem.js';
import { snapshotOf, stateOf } from '../snapshot.js';
import { mapState, type State, trainingStep } from '../step.js';
import { registerSegmentSum } from './segment-sum.js';

/** TensorFlow.js' WebAssembly backend, op by op on one thread: runs wherever Node or a browser does. */
export async function wasmEngine(): Promise<Engine> {
  setThreadsCount(1);
  registerSegmentSum('wasm');
  await tf.setBackend('wasm');
  await tf.ready();
  return {
    name: 'wasm',
    device: 'cpu',
    versions: { '@tensorflow/tfjs-core': tf.version_core, '@tensorflow/tfjs-backend-wasm': version_wasm },
    prepare: async (problem, random) => eagerTrainer(problem, problem.init(random)),
  };
}

/** A trainer that executes each operation at once on the current TensorFlow.js backend. */
function eagerTrainer(problem: TrainingProblem, initial: Parameters): Trainer {
  const { optimiser } = problem;
  const signature = batchSignature(problem);
  const sites = dropoutSites(problem, initial);
  const parameters = leaves<tf.Tensor>(initial);
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
      masks: masks.map((mask, site) => tf.tensor(mask, [...(sites[site]?.shape ?? [])], 'bool')),
      scalars: Object.fromEntries(scalars),
    });
    replaceState(next);
    return metrics;
  }

  function evaluate(batch: Batch): BatchTensors {
    return problem.loss(
      unflatten(initial, state.parameters) as Parameters,
      tensorsOf(batch, signature),
      keepAll,
    );
  }

  return {
    dropoutSites: sites,
    threads: 1,
    train: async (each) => metricsOf(tf.tidy(() => takeStep(each))),
    evaluate: async (batch) => metricsOf(tf.tidy(() => evaluate(batch))),
    compile: async (compute, inputs) => ({
      run: async (given) =>
        dataOf(
          tf.tidy(() =>
            compute(unflatten(initial, state.parameters) as Parameters, tensorsOf(given, inputs)),
          ),
        ),
      dispose: async () => {},
    }),
    snapshot: async () =>
      snapshotOf(
        problem,
        initial,
        step,
        mapState(state, (tensor) => ({
          shape: tensor.shape,
          values: tensor.dataSync().slice() as TensorData,
        })),
      ),
    async restore(snapshot) {
      const shapes = leaves<tf.Tensor>(initial).map(({ shape }) => shape);
      const arrays = stateOf(problem, initial, snapshot, shapes);
      replaceState(mapState(arrays, (values, at) => tf.tensor(values, shapes[at] as number[])));
      step = snapshot.step;
    },
    dispose: async () => {
      mapState(state, (tensor) => tensor.dispose());
    },
  };
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
