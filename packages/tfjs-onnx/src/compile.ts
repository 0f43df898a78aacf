import type { Tensor } from '@tensorflow/tfjs-core';
import { lowerRecording } from './lower.js';
import { writeModel } from './onnx/model.js';
import { type Recording, record, type TensorsOf } from './recorder/record.js';
import { planOutputs } from './runtime/outputs.js';
import { load, type RunOptions, targetsOf } from './runtime/program.js';
import type { CompileOptions } from './runtime/session.js';
import { type MapLeaves, type TensorData, type TensorSpec, type Tree, unflatten } from './tensors/tree.js';

/** The typed arrays that a compiled function takes for a signature. */
export type DataOf<Signature> = MapLeaves<Signature, TensorSpec, TensorData>;

/** The typed arrays that a compiled function returns. */
export type ResultOf<Result> = MapLeaves<Result, Tensor, TensorData>;

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
  recording: Recording,
  options: CompileOptions = {},
): Promise<CompiledFunction<Tree<TensorData>, Tree<TensorData>>> {
  const { outputs } = recording;
  const { program, graph, separated } = lowerRecording(recording, options);
  const { threads, run, dispose } = await load(program);
  const plan = planOutputs(separated);
  return {
    threads,
    async run(data, { into } = {}) {
      const targets = targetsOf(outputs, into);
      const arrays = unflatten<Tree<TensorData>>(outputs, plan.arrays(targets));
      await run(data, { into: arrays as Tree<TensorData> });
      plan.complete(targets);
      return into ?? unflatten<TensorData>(outputs, targets);
    },
    toOnnx: () => writeModel(graph),
    dispose,
  };
}
