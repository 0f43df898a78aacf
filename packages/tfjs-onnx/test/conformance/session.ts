import { Tensor } from 'onnxruntime-node';
import { binding, initOrt } from 'onnxruntime-node/dist/binding.js';
import type { Value } from '../../src/graph/graph.js';
import { sameShape } from '../../src/tensors/shape.js';
import type { DataType, TensorData } from '../../src/tensors/tree.js';

/** A model that runs without a promise, as reading a tensor's values at once needs. */
export interface SynchronousSession {
  /** Runs the model on the arrays of its inputs and returns new arrays, one for each output. */
  run(inputs: readonly TensorData[]): TensorData[];
  dispose(): void;
}

const options = {
  executionProviders: ['cpu'],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  graphOptimizationLevel: 'all',
  logSeverityLevel: 4,
};

/** Name and type of one input or output of a session. */
export interface Port {
  readonly name: string;
  readonly value: Value;
}

/** A session that calls ONNX Runtime's native binding directly; its public interface only has promises. */
export function createSynchronousSession(
  model: Uint8Array,
  inputs: readonly Port[],
  outputs: readonly Port[],
): SynchronousSession {
  initOrt();
  const session = new binding.InferenceSession();
  session.loadModel(model.buffer, model.byteOffset, model.byteLength, options);
  const fetches = Object.fromEntries(outputs.map(({ name }) => [name, null]));
  return {
    run(arrays) {
      const feeds = inputs.map(({ name, value }, index) => [
        name,
        new Tensor(value.type as DataType as 'float32', arrays[index] as Float32Array, value.shape),
      ]);
      const results = session.run(Object.fromEntries(feeds), fetches, {});
      return outputs.map(({ name, value }) => {
        const { data, dims } = results[name] as Tensor;
        if (!sameShape(dims, value.shape)) {
          throw new Error(`${name}: declared as [${value.shape}], ONNX Runtime computed [${dims}]`);
        }
        return data as TensorData;
      });
    },
    dispose: () => session.dispose(),
  };
}
