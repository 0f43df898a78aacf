import {
  engine,
  getGradient,
  getKernel,
  registerKernel,
  Tensor,
  type TensorInfo,
  type Variable,
} from '@tensorflow/tfjs-core';
import { constant } from '../graph/constants.js';
import {
  createInput,
  type Graph,
  type NamedValue,
  replaceValues,
  sortedNodes,
  type Value,
  type ValueType,
} from '../graph/graph.js';
import { kernels } from '../kernels/index.js';
import type { CellUse } from '../state/cell.js';
import {
  type DataType,
  elementType,
  entries,
  isLength,
  isTensorSpec,
  type MapLeaves,
  type TensorSpec,
  type Tree,
  unflatten,
} from '../tensors/tree.js';
import { callingRandomOperation, copyOf, RecorderBackend, randomError } from './backend.js';
import { withBackend } from './engine.js';
import { withLayers } from './layers.js';
import { withOptimizers } from './optimizers.js';
import { withVariables } from './variables.js';

const BACKEND_NAME = 'tfjs-onnx-recorder';

/** The tensors that a recorded function gets for a signature. */
export type TensorsOf<Signature> = MapLeaves<Signature, TensorSpec, Tensor>;

/** A recorded function: its graph, and the trees that its inputs and outputs come in. */
export interface Recording {
  readonly graph: Graph;
  readonly inputs: Tree<TensorSpec>;
  readonly outputs: Tree<TensorSpec>;
}

function asList(result: Value | readonly Value[]): readonly Value[] {
  return Array.isArray(result) ? result : [result as Value];
}

function registerKernels(): void {
  for (const [kernelName, compute] of Object.entries(kernels)) {
    if (getKernel(kernelName, BACKEND_NAME) !== undefined) continue;
    registerKernel({
      kernelName,
      backendName: BACKEND_NAME,
      kernelFunc: ({ inputs, attrs, backend }) => {
        const recorder = backend as RecorderBackend;
        const values = Object.entries(inputs).flatMap(([name, tensor]) =>
          tensor === undefined || tensor === null ? [] : [[name, recorder.valueFor(tensor)] as const],
        );
        const results = compute(Object.fromEntries(values), attrs ?? {});
        const tensors = asList(results).map((value) => recorder.tensorInfo(value));
        return Array.isArray(results) ? tensors : (tensors[0] as TensorInfo);
      },
    });
  }
}

/** What TensorFlow.js's own errors mean while recording. */
function explain(error: unknown): unknown {
  const message = error instanceof Error ? error.message : '';
  const kernelName = /Kernel '(\w+)' not registered for backend/.exec(message)?.[1];
  if (kernelName === 'Multinomial') return randomError('tf.multinomial');
  if (kernelName !== undefined) {
    const reason = `record: the TensorFlow.js kernel ${kernelName} can't be recorded`;
    return new Error(`${reason}; compute it outside and pass it in, or write it with other operations`, {
      cause: error,
    });
  }
  const variableName = /Variable with name (\S+) was already registered/.exec(message)?.[1];
  if (variableName !== undefined) {
    const reason = `record: the function makes the variable '${variableName}', a name that is taken, as it is at a second call`;
    return new Error(`${reason}; make the variable outside`, { cause: error });
  }
  const lacksGradients = /gradient function not found/.test(message) && getGradient('Add') === undefined;
  if (!lacksGradients) return error;
  return new Error(
    "record: TensorFlow.js's gradients aren't loaded; import '@tensorflow/tfjs' or '@tensorflow/tfjs-layers'",
    {
      cause: error,
    },
  );
}

function withoutHostRandom<Result>(action: () => Result): Result {
  const { random } = Math;
  Math.random = () => {
    throw randomError(callingRandomOperation() ?? 'Math.random()');
  };
  try {
    return action();
  } finally {
    Math.random = random;
  }
}

const nameOf = (prefix: string, path: string): string => (path === '' ? prefix : `${prefix}.${path}`);

/** A recorded function with what lasts between its calls. */
export interface StatefulRecording extends Recording {
  /** The variables and states of layers that it reads or assigns. */
  readonly uses: readonly CellUse[];
  /** Counts the steps that it does of optimisers. */
  readonly countSteps: () => void;
}

/**
 * Records a function; what it reads of variables are values of the graph's nodes, and no inputs of its own. Variables that
 * it makes last, as the slots of an optimiser do, and it is called again with them.
 *
 * @throws Error when `fn` does what {@link record} refuses, or makes a variable at every call
 */
export function recordStateful<Signature>(
  fn: (inputs: TensorsOf<Signature>) => unknown,
  signature: Signature,
): StatefulRecording {
  const first = recordCall(fn, signature);
  if (first.created.length === 0) return first.recording;
  const { recording, created } = recordCall(fn, signature);
  const [another] = created;
  if (another === undefined) return recording;
  for (const variable of created) variable.dispose();
  throw new Error(
    `record: the function makes a variable ('${another.name}') at every call; make it, or its optimiser, outside`,
  );
}

/**
 * Calls `fn` on tensors without values and returns what it does as a graph. Whatever TensorFlow.js computes can
 * be inside, gradients too; `signature` fixes the shapes. Tensors that `fn` makes or captures are constants. The
 * active backend, its tensors and the engine's counts stay as they were. `fn` is called once, or twice where it makes
 * variables.
 *
 * @throws Error when `fn` reads a tensor's values, draws random numbers, uses a kernel or type that a graph can't hold,
 *   assigns to a variable, disposes of what it didn't make, or returns a promise
 */
export function record<Signature>(
  fn: (inputs: TensorsOf<Signature>) => unknown,
  signature: Signature,
): Recording {
  const { graph, inputs, outputs, uses } = recordStateful(fn, signature);
  const assigned = uses.find(({ before, after }) => after !== before)?.cell.name;
  if (assigned !== undefined) {
    throw new Error(
      `record: the function assigns to the variable '${assigned}', which a graph alone can't keep; compile it, or return the value`,
    );
  }
  const constants = new Map(uses.map(({ cell, before }) => [before, constantOf(cell.tensor())]));
  return { graph: replaceValues(graph, constants), inputs, outputs };
}

/** A tensor outside as a constant. */
function constantOf(tensor: Tensor): Value {
  const type = elementType(tensor.dtype, 'record');
  return constant(copyOf(tensor.dataSync(), type), tensor.shape, type);
}

interface Call {
  readonly recording: StatefulRecording;
  readonly created: readonly Variable[];
}

function recordCall<Signature>(fn: (inputs: TensorsOf<Signature>) => unknown, signature: Signature): Call {
  registerKernels();
  const recorder = new RecorderBackend();
  const tree = signature as Tree<TensorSpec>;
  const inputs = entries<TensorSpec>(tree).map(([path, spec]) => ({
    name: nameOf('input', path),
    value: createInput(nameOf('input', path), valueType(spec, `record: input '${path}'`)),
  }));
  const call = (): { readonly tree: unknown; readonly outputs: readonly NamedValue[] } => {
    const tensors = inputs.map(({ value }) => engine().makeTensorFromTensorInfo(recorder.tensorInfo(value)));
    const result = withoutHostRandom(() => fn(unflatten(tree, tensors) as TensorsOf<Signature>));
    return { tree: result ?? {}, outputs: outputsOf(result, recorder) };
  };
  return withBackend(BACKEND_NAME, recorder, () => {
    try {
      const { result: variables, countSteps } = withOptimizers(() =>
        withVariables(recorder, () => withLayers(recorder, call)),
      );
      const { result, uses: states } = variables.result;
      const graph = { inputs, outputs: result.outputs };
      const uses = usedCells(graph, [...variables.uses, ...states]);
      if (result.outputs.length === 0 && uses.every(({ before, after }) => after === before)) {
        throw new Error(
          'record: expected a function that returns tensors or assigns to variables, got neither',
        );
      }
      const specs = result.outputs.map(({ value }) => ({
        shape: value.shape,
        dtype: value.type as DataType,
      }));
      const outputs = unflatten<TensorSpec>(result.tree, specs) as Tree<TensorSpec>;
      return { recording: { graph, inputs: tree, outputs, uses, countSteps }, created: variables.created };
    } catch (error) {
      throw explain(error);
    }
  });
}

function valueType(spec: TensorSpec, where: string): ValueType {
  if (!isTensorSpec(spec))
    throw new Error(`${where}: expected what tensorSpec gives, got ${JSON.stringify(spec)}`);
  const { shape, dtype } = spec;
  if (!shape.every(isLength)) {
    throw new Error(
      `${where}: expected a shape of whole numbers, got ${JSON.stringify(shape)}; shapes are fixed here, and ` +
        'exportOnnx alone takes null for a batch of any size',
    );
  }
  return { shape, type: elementType(dtype, where) };
}

/** What a function returns, as outputs of a graph. */
function outputsOf(result: unknown, recorder: RecorderBackend): NamedValue[] {
  if (result instanceof Promise) {
    result.catch(() => undefined);
    throw new Error(
      'record: expected a function that returns tensors, got an asynchronous one; values have to be awaited outside',
    );
  }
  return entries<unknown>(result ?? {}).map(([path, tensor]) => {
    if (!(tensor instanceof Tensor)) {
      throw new Error(`record: expected a tensor as output '${path}', got ${typeof tensor}`);
    }
    return { name: nameOf('output', path), value: recorder.valueFor(tensor) };
  });
}

/** The cells that a function assigns to, or reads for what it returns or assigns. */
function usedCells({ inputs, outputs }: Graph, uses: readonly CellUse[]): CellUse[] {
  const assigned = uses.filter(({ before, after }) => after !== before);
  const results = [...outputs, ...assigned.map(({ cell: { name }, after }) => ({ name, value: after }))];
  const read = new Set(sortedNodes({ inputs, outputs: results }).flatMap((node) => node.inputs));
  for (const { value } of results) read.add(value);
  return uses.filter(({ before, after }) => after !== before || read.has(before));
}
