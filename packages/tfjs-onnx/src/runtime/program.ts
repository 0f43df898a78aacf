import { checkNames } from '../tensors/checks.js';
import { copyRows } from '../tensors/rows.js';
import {
  alignLeaves,
  leaves,
  type TensorData,
  type TensorSpec,
  type Tree,
  unflatten,
} from '../tensors/tree.js';
import type { RowRead } from './row-reads.js';
import {
  type Binding,
  bindAll,
  type CompileOptions,
  checkData,
  createArray,
  createSession,
  runSession,
} from './session.js';
import type { Work } from './threads.js';

/**
 * A function of tensors as ONNX Runtime takes it. It is plain data: a thread that is sent it can load it, without
 * TensorFlow.js.
 */
export interface Program {
  /** An ONNX model of a session of this package. */
  readonly model: Uint8Array;
  readonly inputs: Tree<TensorSpec>;
  /** In the place of a sum of rows, such as the gradient of an embedding, `{ indices, rows }`: what is to be added up. */
  readonly outputs: Tree<TensorSpec>;
  /** The model's names of the inputs and outputs, in the order of the leaves. */
  readonly names: { readonly inputs: readonly string[]; readonly outputs: readonly string[] };
  /** The inputs of which a run reads only some rows. */
  readonly rowReads: readonly RowRead[];
  readonly work: Work;
  /** The threads that it is for. */
  readonly threads: number;
  readonly options: CompileOptions;
}

/** Options of one run. */
export interface RunOptions<Outputs> {
  /** Arrays that receive the outputs and are returned, a tree like the outputs; none may share memory with an input. */
  readonly into?: Outputs;
}

/** A {@link Program} in the thread that loaded it. */
export interface LoadedProgram {
  /** The threads that it runs on. */
  readonly threads: number;
  /**
   * Runs the program. Inputs are read in place; outputs are new arrays unless `into` is given. Arrays on shared memory are
   * copied to and from such of this thread: with them, one run at a time.
   */
  run(inputs: Tree<TensorData>, options?: RunOptions<Tree<TensorData>>): Promise<Tree<TensorData>>;
  /** Frees the session. */
  dispose(): Promise<void>;
}

/** Loads a program into ONNX Runtime. */
export async function load({
  model,
  inputs,
  outputs,
  names,
  rowReads,
  threads,
  options: settings,
}: Program): Promise<LoadedProgram> {
  const session = await createSession(model, threads, settings);
  const [given, written] = [bindingsOf(names.inputs, inputs), bindingsOf(names.outputs, outputs)];
  const readable = readableArrays(given, rowReads);
  const writable = unsharedArrays(written);
  return {
    threads,
    async run(data, options = {}) {
      const arrays = readable(alignLeaves<TensorData>(inputs, data, 'run: inputs'));
      const targets = targetsOf(outputs, options);
      const results = targets.map(writable);
      await runSession(session, bindAll(given, arrays), written, results);
      targets.forEach((target, at) => {
        if (target !== results[at]) target.set(results[at] as TensorData);
      });
      return options.into ?? unflatten<TensorData>(outputs, targets);
    },
    dispose: () => session.release(),
  };
}

/** The names of a program's inputs or outputs with the leaves of their tree. */
function bindingsOf(names: readonly string[], tree: Tree<TensorSpec>): Binding[] {
  return leaves<TensorSpec>(tree).map((spec, at) => ({ name: names[at] as string, spec }));
}

/** Gives the array of a binding, or in the place of one on shared memory, which ONNX Runtime's addon refuses, another. */
function unsharedArrays(bindings: readonly Binding[]): (array: TensorData, at: number) => TensorData {
  const arrays: TensorData[] = [];
  return (array, at) => {
    const binding = bindings[at] as Binding;
    checkData(binding, array);
    if (!(array.buffer instanceof SharedArrayBuffer)) return array;
    arrays[at] ??= createArray(binding.spec);
    return arrays[at];
  };
}

/** Gives inputs as ONNX Runtime takes them: of those on shared memory copies of what a run reads. */
function readableArrays(
  bindings: readonly Binding[],
  rowReads: readonly RowRead[],
): (arrays: readonly TensorData[]) => TensorData[] {
  const unshared = unsharedArrays(bindings);
  const indicesOf = new Map(rowReads.map(({ table, indices }) => [table, indices]));
  return (arrays) =>
    arrays.map((array, at) => {
      const own = unshared(array, at);
      if (own === array) return own;
      const rows = (bindings[at] as Binding).spec.shape[0] as number;
      const indices = indicesOf.get(at);
      if (indices === undefined) own.set(array);
      indices?.forEach((position) => {
        copyRows(own, array, { indices: arrays[position] as TensorData, width: array.length / rows });
      });
      return own;
    });
}

/**
 * The arrays that outputs of a run go to: those of `into`, or new ones.
 *
 * @throws Error when there is another option, or `into` isn't a tree like `specs`
 */
export function targetsOf(specs: Tree<TensorSpec>, options: RunOptions<Tree<TensorData>>): TensorData[] {
  checkNames('run', options, ['into']);
  const { into } = options;
  return into === undefined
    ? leaves<TensorSpec>(specs).map(createArray)
    : alignLeaves<TensorData>(specs, into, 'run: into');
}
