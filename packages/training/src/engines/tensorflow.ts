import { availableCores } from '@better-attention/tfjs-onnx';
import * as tf from '@tensorflow/tfjs-core';
import type { Device, Engine } from '../engine/engine.js';
import { eagerTrainer } from './eager.js';
import { loadTensorflow } from './tensorflow/load.js';

/** Options of {@link tensorflowEngine}. */
export interface TensorflowEngineOptions {
  /** Where TensorFlow computes, default: the CPU, also where there is a GPU. */
  readonly device?: Device | undefined;
  /** The most threads of an operation on the CPU, default: the cores that this process may use. */
  readonly threads?: number | undefined;
}

/**
 * TensorFlow's C library through `@tensorflow/tfjs-node` (or, with the device `cuda`, `@tensorflow/tfjs-node-gpu`), op by
 * op. Both packages are optional, and are looked for when this is called.
 *
 * @throws Error that says why the device can't be used, and what to do; a GPU is never replaced by the CPU
 */
export async function tensorflowEngine({
  device = 'cpu',
  threads = availableCores(),
}: TensorflowEngineOptions = {}): Promise<Engine> {
  const { versions } = loadTensorflow({ device, threads });
  return {
    name: 'tensorflow',
    device,
    versions: { '@tensorflow/tfjs-core': tf.version_core, ...versions },
    prepare: (problem, random) => eagerTrainer(problem, random, { backend: 'tensorflow', threads }),
  };
}
