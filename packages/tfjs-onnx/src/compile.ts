import type { Tensor } from '@tensorflow/tfjs-core';
import { writeModel } from './onnx/model.js';
import { optimise } from './passes/index.js';
import { record, type TensorsOf } from './recorder/record.js';
import { bindAll, bindingsOf, type CompileOptions, createSession, runSession } from './runtime/session.js';
import {
  alignLeaves,
  type MapLeaves,
  type TensorData,
  type TensorSpec,
  type Tree,
  unflatten,
} from './tree.js';

/** The typed arrays that a compiled function takes for a signature. */
export type DataOf<Signature> = MapLeaves<Signature, TensorSpec, TensorData>;

/** The typed arrays that a compiled function returns. */
export type ResultOf<Result> = MapLeaves<Result, Tensor, TensorData>;

/** Options of one run. */
export interface RunOptions<Outputs> {
  /** Arrays that receive the outputs and are returned, a tree like the outputs; none may share memory with an input. */
  readonly into?: Outputs;
}

/** A function that ONNX Runtime runs. */
export interface CompiledFunction<Inputs, Outputs> {
  /** Runs the function. Inputs are read in place; outputs are new arrays unless `into` is given. */
  run(inputs: Inputs, options?: RunOptions<Outputs>): Promise<Outputs>;
  /** The function as an ONNX model. */
  toOnnx(): Uint8Array;
  /** Frees the session. */
  dispose(): Promise<void>;
}

/**
 * Compiles a function of TensorFlow.js tensors for inputs of fixed shapes. The function is called once, now;
 * see `record` for what it may do.
 */
export async function compile<Signature, Result>(
  fn: (inputs: TensorsOf<Signature>) => Result,
  signature: Signature,
  options: CompileOptions = {},
): Promise<CompiledFunction<DataOf<Signature>, ResultOf<Result>>> {
  const { graph, inputs: inputTree, outputs: outputTree } = record(fn, signature);
  const model = writeModel(optimise(graph));
  const session = await createSession(model, options);
  const inputs = bindingsOf(graph.inputs, inputTree);
  const outputs = bindingsOf(graph.outputs, outputTree);
  const compiled: CompiledFunction<Tree<TensorData>, Tree<TensorData>> = {
    async run(data, { into } = {}) {
      const feeds = bindAll(inputs, alignLeaves<TensorData>(inputTree, data, 'run: inputs'));
      const targets = into === undefined ? undefined : alignLeaves<TensorData>(outputTree, into, 'run: into');
      return unflatten<TensorData>(outputTree, await runSession(session, feeds, outputs, targets));
    },
    toOnnx: () => model,
    dispose: () => session.release(),
  };
  return compiled as unknown as CompiledFunction<DataOf<Signature>, ResultOf<Result>>;
}
