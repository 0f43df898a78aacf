import type { Tensor } from '@tensorflow/tfjs-core';
import { lowerRecording } from './lower.js';
import { type ModelOptions, writeModel } from './onnx/model.js';
import { type Recording, recordStateful, type StatefulRecording, type TensorsOf } from './recorder/record.js';
import { planOutputs } from './runtime/outputs.js';
import { load, type RunOptions, targetsOf } from './runtime/program.js';
import type { CompileOptions } from './runtime/session.js';
import { CELL_PREFIX, type CellUse } from './state/cell.js';
import { bindCells, inTurn, type UsedCells } from './state/cells.js';
import { storedArray } from './state/store.js';
import {
  alignLeaves,
  type DataType,
  leaves,
  type MapLeaves,
  type TensorData,
  type TensorSpec,
  type Tree,
  tensorSpec,
  unflatten,
} from './tensors/tree.js';

/** The typed arrays that a compiled function takes for a signature. */
export type DataOf<Signature> = MapLeaves<Signature, TensorSpec, TensorData>;

/** The typed arrays that a compiled function returns. */
export type ResultOf<Result> = MapLeaves<Result, Tensor, TensorData>;

/** A function that ONNX Runtime runs. */
export interface CompiledFunction<Inputs, Outputs> {
  /** The threads that it runs on. */
  readonly threads: number;
  /**
   * Runs the function. Inputs are read in place; outputs are new arrays unless `into` is given. Variables are read as they
   * are, and have afterwards what the function assigns to them; runs with variables take turns.
   */
  run(inputs: Inputs, options?: RunOptions<Outputs>): Promise<Outputs>;
  /**
   * The function as an ONNX model, named as by `exportOnnx`. A variable that it only reads is a constant, with its elements at
   * present; one that it assigns to is an input `variable.<name>` and an output `assigned.<name>`.
   */
  toOnnx(options?: ModelOptions): Uint8Array;
  /** Frees the session; variables stay. */
  dispose(): Promise<void>;
}

/**
 * Compiles a function of TensorFlow.js tensors for inputs of fixed shapes. The function is called now, once, or twice where
 * it makes variables; see `record` for what it may do. Besides that it may assign to variables, as optimisers and layers do.
 */
export async function compile<Signature, Result>(
  fn: (inputs: TensorsOf<Signature>) => Result,
  signature: Signature,
  options: CompileOptions = {},
): Promise<CompiledFunction<DataOf<Signature>, ResultOf<Result>>> {
  const recording = recordStateful(fn, signature);
  const compiled = await (recording.uses.length === 0
    ? compileRecording(recording, options)
    : compileStateful(recording, options));
  return compiled as unknown as CompiledFunction<DataOf<Signature>, ResultOf<Result>>;
}

type Compiled = CompiledFunction<Tree<TensorData>, Tree<TensorData>>;

/** Compiles what is recorded with its cells as further inputs and outputs, which each run takes and gives by itself. */
async function compileStateful(recording: StatefulRecording, options: CompileOptions): Promise<Compiled> {
  const { inputs, outputs, uses, countSteps } = recording;
  const used: UsedCells = {
    read: uses,
    assigned: uses.filter(({ before, after }) => after !== before),
  };
  const { threads, run, dispose, toOnnx } = await compileRecording(withCells(recording, used), options);
  const cells = bindCells(used);
  return {
    threads,
    async run(data, options = {}) {
      const given = alignLeaves<TensorData>(inputs, data, 'run: inputs');
      const results = targetsOf(outputs, options);
      return inTurn(async () => {
        const [current, next] = [await cells.read(), cells.targets()];
        await run([...given, ...current], { into: [...results, ...next] });
        cells.assign(next);
        countSteps();
        return options.into ?? unflatten<TensorData>(outputs, results);
      });
    },
    toOnnx() {
      const constant = uses.filter(({ before, after }) => after === before);
      return toOnnx({
        fixed: Object.fromEntries(constant.map(({ cell }) => [nameOf(cell), elementsOf(cell)])),
      });
    },
    dispose,
  };
}

const nameOf = ({ name }: CellUse['cell']): string => `${CELL_PREFIX}${name}`;

function elementsOf(cell: CellUse['cell']): TensorData {
  const tensor = cell.tensor();
  return storedArray(tensor) ?? (tensor.dataSync() as TensorData);
}

function withCells({ graph, inputs, outputs }: Recording, { read, assigned }: UsedCells): Recording {
  const specOf = ({ before }: CellUse): TensorSpec => tensorSpec(before.shape, before.type as DataType);
  return {
    graph: {
      inputs: [...graph.inputs, ...read.map(({ cell, before }) => ({ name: nameOf(cell), value: before }))],
      outputs: [
        ...graph.outputs,
        ...assigned.map(({ cell, after }) => ({ name: `assigned.${cell.name}`, value: after })),
      ],
    },
    inputs: [...leaves<TensorSpec>(inputs), ...read.map(specOf)],
    outputs: [...leaves<TensorSpec>(outputs), ...assigned.map(specOf)],
  };
}

/** Compiles what is recorded; the recording itself is kept no longer. */
export async function compileRecording(
  recording: Recording,
  options: CompileOptions = {},
): Promise<Compiled> {
  const { outputs } = recording;
  const { program, graph, separated } = lowerRecording(recording, options);
  const { threads, run, dispose } = await load(program);
  const plan = planOutputs(separated);
  return {
    threads,
    async run(data, options = {}) {
      const targets = targetsOf(outputs, options);
      const arrays = unflatten<Tree<TensorData>>(outputs, plan.arrays(targets));
      await run(data, { into: arrays as Tree<TensorData> });
      plan.complete(targets);
      return options.into ?? unflatten<TensorData>(outputs, targets);
    },
    toOnnx: (model) => writeModel(graph, model),
    dispose,
  };
}
