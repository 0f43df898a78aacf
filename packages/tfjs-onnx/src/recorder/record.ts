import {
  engine,
  getGradient,
  getKernel,
  registerKernel,
  Tensor,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { createInput, type Graph, type Value } from '../graph/graph.js';
import { kernels } from '../kernels/index.js';
import {
  type DataType,
  elementType,
  entries,
  type MapLeaves,
  type TensorSpec,
  type Tree,
  unflatten,
} from '../tensors/tree.js';
import { callingRandomOperation, RecorderBackend, randomError } from './backend.js';
import { withBackend } from './engine.js';

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
        const tensors = asList(results).map((value) => toTensor(recorder, value));
        return Array.isArray(results) ? tensors : (tensors[0] as TensorInfo);
      },
    });
  }
}

function toTensor(recorder: RecorderBackend, value: Value): TensorInfo {
  return {
    dataId: recorder.addValue(value),
    shape: [...value.shape],
    dtype: value.type as TensorInfo['dtype'],
  };
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

/**
 * Calls `fn` once on tensors without values and returns what it does as a graph. Whatever TensorFlow.js computes can
 * be inside, gradients too; `signature` fixes the shapes. Tensors that `fn` makes or captures are constants. The
 * active backend, its tensors and the engine's counts stay as they were.
 *
 * @throws Error when `fn` reads a tensor's values, draws random numbers, uses a kernel or type that a graph can't hold,
 *   or returns a promise
 */
export function record<Signature>(
  fn: (inputs: TensorsOf<Signature>) => unknown,
  signature: Signature,
): Recording {
  registerKernels();
  const recorder = new RecorderBackend();
  const tree = signature as Tree<TensorSpec>;
  const inputs = entries<TensorSpec>(tree).map(([path, { shape, dtype }]) => ({
    name: nameOf('input', path),
    value: createInput(nameOf('input', path), { shape, type: elementType(dtype, `record: input '${path}'`) }),
  }));
  return withBackend(BACKEND_NAME, recorder, () => {
    try {
      const tensors = inputs.map(({ value }) => engine().makeTensorFromTensorInfo(toTensor(recorder, value)));
      const result = withoutHostRandom(() => fn(unflatten(tree, tensors) as TensorsOf<Signature>));
      if (result instanceof Promise) {
        result.catch(() => undefined);
        throw new Error(
          'record: expected a function that returns tensors, got an asynchronous one; values have to be awaited outside',
        );
      }
      const results = entries<unknown>(result).map(([path, tensor]) => {
        if (!(tensor instanceof Tensor)) {
          throw new Error(`record: expected a tensor as output '${path}', got ${typeof tensor}`);
        }
        return { name: nameOf('output', path), value: recorder.valueFor(tensor) };
      });
      const specs = results.map(({ value }) => ({ shape: value.shape, dtype: value.type as DataType }));
      return { graph: { inputs, outputs: results }, inputs: tree, outputs: unflatten(result, specs) };
    } catch (error) {
      throw explain(error);
    }
  });
}
