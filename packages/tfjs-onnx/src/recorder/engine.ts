import { engine, type KernelBackend, type Tensor, type Variable } from '@tensorflow/tfjs-core';

/** The parts of TensorFlow.js's global engine that recording saves and restores; its typings keep some private. */
interface EngineInternals {
  // biome-ignore-start lint/plugin: recording writes them, and writes them back
  backendName: string | undefined;
  backendInstance: KernelBackend | null;
  profiler: unknown;
  readonly state: {
    readonly tensorInfo: WeakMap<object, { readonly backend: KernelBackend }>;
    numTensors: number;
    numDataBuffers: number;
    numBytes: number;
    readonly scopeStack: readonly { readonly name: string }[];
    readonly registeredVariables: Record<string, Tensor>;
    activeTape: { readonly saved?: readonly Tensor[] }[] | null;
    gradientDepth: number;
    // biome-ignore-end lint/plugin: recording writes them, and writes them back
  };
}

const internals = (): EngineInternals => engine() as unknown as EngineInternals;

/** The names of the TensorFlow.js operations that are being called, outermost first, e.g. `randomUniform`. */
export function callingOperations(): string[] {
  return internals()
    .state.scopeStack.map(({ name }) => name)
    .filter((name) => name.endsWith('__op'))
    .map((name) => name.slice(0, -'__op'.length));
}

/** The backend that has the data of a tensor; `undefined` where it is disposed. */
export const ownerOf = (dataId: object): KernelBackend | undefined =>
  internals().state.tensorInfo.get(dataId)?.backend;

/** Whether a graph can hold a tensor. */
export const isRecordable = ({ dtype }: Tensor): boolean => dtype !== 'string' && dtype !== 'complex64';

/** Makes a variable that was disposed of one again that isn't; its data has to be set. */
export function reviveVariable(variable: Variable): void {
  internals().state.registeredVariables[variable.name] = variable;
  Object.assign(variable, { isDisposedInternal: false });
}

/** Takes tensors that were kept out of the engine's books; disposing of them later does nothing. */
export function forgetTensors(
  tensors: Iterable<{ dataId: object; references: number; bytes: number }>,
): void {
  const { state } = internals();
  for (const { dataId, references, bytes } of tensors) {
    if (!state.tensorInfo.delete(dataId)) continue;
    state.numTensors -= references;
    state.numDataBuffers -= 1;
    state.numBytes -= references * bytes;
  }
}

/**
 * Calls `action` with `backend` as TensorFlow.js's active backend, and restores the engine afterwards, also on error:
 * the backend that was active, tensors that `action` made, and the gradient tape.
 *
 * @throws Error when gradients are being recorded already: the tape would hold tensors of two backends
 */
export function withBackend<Result>(name: string, backend: KernelBackend, action: () => Result): Result {
  const state = internals().state;
  if (state.gradientDepth > 0) {
    throw new Error(
      'record: cannot record inside tf.grad; take the gradient inside the recorded function instead',
    );
  }
  const { backendName, backendInstance, profiler } = internals();
  engine().registerBackend(name, () => backend);
  let result: Result | undefined;
  try {
    void engine().setBackend(name);
    engine().tidy(() => {
      result = action();
    });
    return result as Result;
  } catch (error) {
    for (const { saved } of state.activeTape ?? []) for (const tensor of saved ?? []) tensor.dispose();
    state.activeTape = null;
    throw error;
  } finally {
    engine().removeBackend(name);
    Object.assign(internals(), { backendName, backendInstance, profiler });
  }
}
