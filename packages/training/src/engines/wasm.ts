import * as tf from '@tensorflow/tfjs-core';
import type { Device, Engine } from '../engine/engine.js';
import { eagerTrainer } from './eager.js';
import { registerSegmentSum } from './segment-sum.js';

/** Options of {@link wasmEngine}. */
export interface WasmEngineOptions {
  /** `'cpu'`, which is the only one; named where a person chose it. */
  readonly device?: Device | undefined;
}

/**
 * TensorFlow.js' WebAssembly backend, op by op on one thread: runs wherever Node or a browser does. The backend is loaded
 * here, not with the package: once registered, it is TensorFlow.js' first choice for everything.
 *
 * @throws Error when another device than the CPU is asked for
 */
export async function wasmEngine({ device = 'cpu' }: WasmEngineOptions = {}): Promise<Engine> {
  if (device !== 'cpu') {
    throw new Error(
      `wasm engine: device '${device}': WebAssembly runs on the CPU alone; choose the engine tensorflow or onnx, or the device cpu`,
    );
  }
  const { setThreadsCount, version_wasm } = await import('@tensorflow/tfjs-backend-wasm');
  setThreadsCount(1);
  registerSegmentSum('wasm');
  return {
    name: 'wasm',
    device,
    versions: { '@tensorflow/tfjs-core': tf.version_core, '@tensorflow/tfjs-backend-wasm': version_wasm },
    prepare: (problem, random) => eagerTrainer(problem, random, { backend: 'wasm', threads: 1 }),
  };
}
