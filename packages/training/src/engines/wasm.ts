import '../gradients.js';
import { leaves, type TensorData, type TensorSpec, unflatten } from '@better-attention/tfjs-onnx';
import { setThreadsCount, version_wasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { dropoutSites, keepAll, maskedDropout } from '../dropout.js';
import type { Engine, Metrics, Snapshot, Trainer, TrainingStep } from '../engine.js';
import { type Batch, batchSignature, type Parameters, type TrainingProblem } from '../problem.js';
import { arraysOf, checkedArrays, slotPath } from '../snapshot.js';
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
    threads: 1,
    versions: { '@tensorflow/tfjs-core': tf.version_core, '@tensorflow/tfjs-backend-wasm': version_wasm },
    prepare: async (problem, random) => eagerTrainer(problem, problem.init(random)),
  };
}

/** A trainer that executes each operation at once on the current TensorFlow.js backend. */
function eagerTrainer(problem: TrainingProblem, initial: Parameters): Trainer {
  const { optimiser } = problem;
  const signature = batchSignature(problem);
  const sites = dropoutSites(problem, initial);
  let parameters = leaves(initial);
  let slots = optimiser.slots.map(() => parameters.map((parameter) => tf.zerosLike(parameter)));
  let step = 0;

  const treeOf = (tensors: readonly tf.Tensor[]) => unflatten(initial, tensors) as Parameters;
  const batchOf = (batch: Batch) =>
    Object.fromEntries(
      Object.entries(signature).map(([name, spec]) => [name, tensorOf(batch[name] as TensorData, spec)]),
    );

  function takeStep({ batch, masks }: TrainingStep): Record<string, tf.Scalar> {
    const inputs = batchOf(batch);
    const dropped = masks.map((mask, site) => tf.tensor(mask, [...(sites[site]?.shape ?? [])], 'bool'));
    let metrics: Record<string, tf.Scalar> = {};
    const gradients = tf.grads((...values: tf.Tensor[]) => {
      metrics = problem.loss(treeOf(values), inputs, maskedDropout(dropped));
      for (const value of Object.values(metrics)) tf.keep(value);
      return metrics.loss as tf.Scalar;
    })([...parameters]);

    const scalars = Object.fromEntries(
      Object.entries(optimiser.scalars(++step)).map(([name, value]) => [name, tf.scalar(value)]),
    );
    const updated = parameters.map((parameter, at) =>
      optimiser.update(
        parameter,
        gradients[at] as tf.Tensor,
        Object.fromEntries(optimiser.slots.map((name, slot) => [name, slots[slot]?.[at] as tf.Tensor])),
        scalars,
      ),
    );
    replace(
      updated.map(({ parameter }) => parameter),
      optimiser.slots.map((name) => updated.map(({ slots: kept }) => kept[name] as tf.Tensor)),
    );
    return metrics;
  }

  function replace(newParameters: tf.Tensor[], newSlots: tf.Tensor[][]): void {
    for (const tensor of [...newParameters, ...newSlots.flat()]) tf.keep(tensor);
    tf.dispose([parameters, slots]);
    parameters = newParameters;
    slots = newSlots;
  }

  const state = (): [string, tf.Tensor][] => [
    ...arraysOf(treeOf(parameters)),
    ...optimiser.slots.flatMap((name, slot) => arraysOf(treeOf(slots[slot] as tf.Tensor[]), slotPath(name))),
  ];

  return {
    dropoutSites: sites,
    stepsPerCall: 1,
    train: async (steps) => steps.map((each) => read(tf.tidy(() => takeStep(each)))),
    evaluate: async (batches) =>
      batches.map((batch) => read(tf.tidy(() => problem.loss(treeOf(parameters), batchOf(batch), keepAll)))),
    snapshot: async () => ({
      step,
      arrays: Object.fromEntries(
        state().map(([path, tensor]) => [path, tensor.dataSync().slice() as TensorData]),
      ),
    }),
    async restore(snapshot: Snapshot) {
      const arrays = checkedArrays(snapshot, state());
      const tensors = state().map(([, { shape }], at) => tf.tensor(arrays[at] as TensorData, shape));
      const count = parameters.length;
      replace(
        tensors.slice(0, count),
        optimiser.slots.map((_, slot) => tensors.slice((slot + 1) * count, (slot + 2) * count)),
      );
      step = snapshot.step;
    },
    dispose: async () => tf.dispose([parameters, slots]),
  };
}

function tensorOf(data: TensorData, { shape, dtype }: TensorSpec): tf.Tensor {
  return tf.tensor(data, [...shape], dtype);
}

function read(metrics: Readonly<Record<string, tf.Scalar>>): Metrics {
  const values = Object.entries(metrics).map(([name, scalar]) => [name, scalar.dataSync()[0] as number]);
  tf.dispose(metrics as Record<string, tf.Scalar>);
  return Object.fromEntries(values);
}
