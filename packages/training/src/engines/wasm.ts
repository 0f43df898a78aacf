import '../gradients.js';
import { leaves, type TensorData, type TensorSpec, unflatten } from '@better-attention/tfjs-onnx';
import { setThreadsCount, version_wasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { dropoutSites, keepAll } from '../dropout.js';
import type { Engine, Metrics, Trainer, TrainingStep } from '../engine.js';
import { type Batch, batchSignature, type Parameters, type TrainingProblem } from '../problem.js';
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

  const batchOf = (batch: Batch) =>
    Object.fromEntries(
      Object.entries(signature).map(([name, spec]) => [name, tensorOf(batch[name] as TensorData, spec)]),
    );

  function replaceState(next: State<tf.Tensor>): void {
    mapState(next, (tensor) => tf.keep(tensor));
    mapState(state, (tensor) => tensor.dispose());
    state = next;
  }

  function takeStep({ batch, masks }: TrainingStep): Readonly<Record<string, tf.Scalar>> {
    step++;
    const scalars = Object.entries(optimiser.scalars(step)).map(([name, value]) => [name, tf.scalar(value)]);
    const { state: next, metrics } = trainingStep(problem, initial, state, {
      batch: batchOf(batch),
      masks: masks.map((mask, site) => tf.tensor(mask, [...(sites[site]?.shape ?? [])], 'bool')),
      scalars: Object.fromEntries(scalars),
    });
    replaceState(next);
    return metrics;
  }

  function evaluate(batch: Batch): Readonly<Record<string, tf.Scalar>> {
    return problem.loss(unflatten(initial, state.parameters) as Parameters, batchOf(batch), keepAll);
  }

  return {
    dropoutSites: sites,
    threads: 1,
    stepsPerCall: 1,
    train: async (steps) => steps.map((each) => read(tf.tidy(() => takeStep(each)))),
    evaluate: async (batches) => batches.map((batch) => read(tf.tidy(() => evaluate(batch)))),
    snapshot: async () =>
      snapshotOf(
        problem,
        initial,
        step,
        mapState(state, (tensor) => tensor.dataSync().slice() as TensorData),
      ),
    async restore(snapshot) {
      const arrays = stateOf(problem, initial, snapshot, state);
      const shapes = leaves<tf.Tensor>(initial).map(({ shape }) => shape);
      const tensorsOf = (values: TensorData[]) =>
        values.map((each, at) => tf.tensor(each, shapes[at] as number[]));
      replaceState({ parameters: tensorsOf(arrays.parameters), slots: arrays.slots.map(tensorsOf) });
      step = snapshot.step;
    },
    dispose: async () => {
      mapState(state, (tensor) => tensor.dispose());
    },
  };
}

function tensorOf(data: TensorData, { shape, dtype }: TensorSpec): tf.Tensor {
  return tf.tensor(data, [...shape], dtype);
}

function read(metrics: Readonly<Record<string, tf.Scalar>>): Metrics {
  const values = Object.entries(metrics).map(([name, scalar]) => [name, scalar.dataSync()[0] as number]);
  tf.dispose({ ...metrics });
  return Object.fromEntries(values);
}
