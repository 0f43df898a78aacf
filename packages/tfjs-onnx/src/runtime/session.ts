import { env, InferenceSession, Tensor } from 'onnxruntime-node';
import { type GraphParts, modelBytes } from '../onnx/model.js';
import { UNRETURNABLE, withUnreturnable } from '../onnx/unreturned.js';
import { sizeOf } from '../tensors/shape.js';
import { ARRAY_TYPES, type TensorData, type TensorSpec } from '../tensors/tree.js';
import type { ThreadCount } from './threads.js';

/** The version of ONNX Runtime that is loaded, e.g. `1.30.0`. */
export const onnxRuntimeVersion = env.versions.node as string;

/** How ONNX Runtime runs a compiled function. */
export interface CompileOptions {
  /** Threads for one operator; as many as pay, at most the number of physical cores available, unless given. */
  readonly threads?: ThreadCount;
  /** What ONNX Runtime does to the graph before the first run; `all` unless given. */
  readonly optimisation?: 'disabled' | 'basic' | 'extended' | 'all';
  /** Whether numbers below 1.2e-38 become 0, which spares a tenfold slowdown; on unless turned off. */
  readonly flushDenormals?: boolean;
  /** Whether idle threads wait busily: faster in a loop, and they use whole cores; on unless turned off. */
  readonly allowSpinning?: boolean;
  /** A path prefix for a profile of each run's nodes, which `dispose` completes. */
  readonly profile?: string;
  /** ONNX Runtime's execution providers, first choice first; `['cpu']` unless given. */
  readonly executionProviders?: readonly string[];
}

/** The sum before a layer normalisation in one node with it: ten times slower than the two apart. */
const SLOW_FUSION = 'SkipLayerNormFusion';

/** One tensor at the border of a session. */
export interface Binding {
  readonly name: string;
  readonly spec: TensorSpec;
}

/** A graph as the model of a session. */
export const sessionModel = (graph: GraphParts): Uint8Array => modelBytes(withUnreturnable(graph));

/**
 * A session to run by {@link runSession}. It reuses the memory of each result that is read no further; the pattern of that,
 * which ONNX Runtime would lay out after the first run, takes the memory of a run once more.
 *
 * @param model as {@link sessionModel} gives it
 */
export async function createSession(
  model: Uint8Array,
  threads: number,
  options: CompileOptions,
): Promise<InferenceSession> {
  const { optimisation = 'all', flushDenormals = true, allowSpinning = true } = options;
  return InferenceSession.create(model, {
    executionProviders: [...(options.executionProviders ?? ['cpu'])],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    enableMemPattern: false,
    graphOptimizationLevel: optimisation,
    logSeverityLevel: 3,
    extra: {
      optimization: { disable_specified_optimizers: SLOW_FUSION },
      session: {
        set_denormal_as_zero: flushDenormals ? '1' : '0',
        intra_op: { allow_spinning: allowSpinning ? '1' : '0' },
      },
    },
    ...(options.profile !== undefined && { enableProfiling: true, profileFilePrefix: options.profile }),
  });
}

/** A zeroed array for a tensor. */
export function createArray({ shape, dtype }: TensorSpec): TensorData {
  return new ARRAY_TYPES[dtype](sizeOf(shape));
}

/**
 * Checks the array of one tensor.
 *
 * @throws Error when `data` is not what `binding` declares
 */
export function checkData({ name, spec }: Binding, data: TensorData): void {
  const arrayType = ARRAY_TYPES[spec.dtype];
  const size = sizeOf(spec.shape);
  if (data instanceof arrayType && data.length === size) return;
  const found = ArrayBuffer.isView(data) ? `${data.constructor.name} of ${data.length}` : typeof data;
  throw new Error(`run: '${name}': expected ${arrayType.name} of ${size} ([${spec.shape}]), got ${found}`);
}

/** `data` as the tensor that `binding` declares; no copy is made. */
function bind(binding: Binding, data: TensorData): Tensor {
  checkData(binding, data);
  return new Tensor(binding.spec.dtype as 'float32', data as Float32Array, binding.spec.shape);
}

/**
 * The feeds of a run: each leaf of `data` as a tensor.
 *
 * @throws Error when the type or the number of elements of one is another
 */
export function bindAll(bindings: readonly Binding[], data: readonly TensorData[]): Record<string, Tensor> {
  return Object.fromEntries(
    bindings.map((binding, index) => [binding.name, bind(binding, data[index] as TensorData)]),
  );
}

/**
 * Runs a session, which writes its outputs into `arrays`.
 *
 * ONNX Runtime's addon would copy all outputs into new arrays once more, which takes longer than many a model. It does
 * so in the order of the outputs, and throws at one that it has no JavaScript form for: the first, see `withUnreturnable`.
 */
export async function runSession(
  session: InferenceSession,
  feeds: Record<string, Tensor>,
  outputs: readonly Binding[],
  arrays: readonly TensorData[],
): Promise<void> {
  try {
    await session.run(feeds, { [UNRETURNABLE]: null, ...bindAll(outputs, arrays) });
  } catch (error) {
    const isWritten =
      error instanceof Error && error.message === 'Non tensor type is temporarily not supported.';
    if (!isWritten) throw error;
  }
}
