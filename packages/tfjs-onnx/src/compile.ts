import type { Tensor } from '@tensorflow/tfjs-core';
import { graphParts, writeModel } from './onnx/model.js';
import { optimise } from './passes/index.js';
import { separateRowSums } from './passes/separate-row-sums.js';
import { withUnshapedOutputs } from './passes/unshaped-outputs.js';
import { type Recording, record, type TensorsOf } from './recorder/record.js';
import { planOutputs, targetsOf } from './runtime/outputs.js';
import { bindAll, bindingsOf, type CompileOptions, createSession, runSession } from './runtime/session.js';
import { threadsFor } from './runtime/threads.js';
import {
  alignLeaves,
  type MapLeaves,
  type TensorData,
  type TensorSpec,
  type Tree,
  unflatten,
} from './tensors/tree.js';

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
  /** The threads that it runs on. */
  readonly threads: number;
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
  const compiled = await compileRecording(record(fn, signature), options);
  return compiled as unknown as CompiledFunction<DataOf<Signature>, ResultOf<Result>>;
}

/** Compiles what is recorded; the recording itself is kept no longer. */
export async function compileRecording(
  { graph: recorded, inputs: inputTree, outputs: outputTree }: Recording,
  options: CompileOptions = {},
): Promise<CompiledFunction<Tree<TensorData>, Tree<TensorData>>> {
  const graph = optimise(recorded);
  const separated = separateRowSums(withUnshapedOutputs(graph));
  const threads = threadsFor(graph, options.threads);
  const session = await createSession(graphParts(separated.graph), threads, options);
  const inputs = bindingsOf(graph.inputs, inputTree);
  const plan = planOutputs(separated);
  return {
    threads,
    async run(data, { into } = {}) {
      const feeds = bindAll(inputs, alignLeaves<TensorData>(inputTree, data, 'run: inputs'));
      const targets = targetsOf(outputTree, into);
      await runSession(session, feeds, plan.bindings, plan.arrays(targets));
      plan.complete(targets);
      return into ?? unflatten<TensorData>(outputTree, targets);
    },
    toOnnx: () => writeModel(graph),
    dispose: () => session.release(),
  };
}
