import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import type { Device } from '../../engine/engine.js';
import { inspectCuda, whyNoGpu } from './cuda.js';
import { restoreRemovedUtilities } from './removed-utilities.js';

/** What to load. */
export interface LoadOptions {
  readonly device: Device;
  /** The most threads of an operation on the CPU. */
  readonly threads: number;
}

/** How a package is found: Node's `require`. */
export type Require = Pick<NodeJS.Require, 'resolve'> & ((name: string) => unknown);

/** The part of tfjs-node's backend that tells where it runs. */
interface NodeBackend {
  readonly isGPUPackage: boolean;
  readonly isUsingGpuDevice: boolean;
  readonly binding: { readonly TF_Version: string };
}

/** The TensorFlow that this process runs. */
export interface LoadedTensorflow {
  /** Those of the npm package and of the C library. */
  readonly versions: Readonly<Record<string, string>>;
}

const CPU_PACKAGE = '@tensorflow/tfjs-node';
const GPU_PACKAGE = '@tensorflow/tfjs-node-gpu';

/** TensorFlow takes the number of its threads once, when it is loaded. */
let threadsInUse: number | undefined;

/**
 * Registers the TensorFlow.js backend `tensorflow` on a device. A process runs one TensorFlow: later calls get the same,
 * or are refused.
 *
 * @throws Error that names each package that was tried with what is wrong, or why there is no GPU
 */
export function loadTensorflow(
  options: LoadOptions,
  require: Require = createRequire(import.meta.url),
): LoadedTensorflow {
  const { device, threads } = options;
  if (tf.findBackend('tensorflow') === null) {
    loadFirst(device === 'cuda' ? [GPU_PACKAGE] : [CPU_PACKAGE, GPU_PACKAGE], options, require);
    threadsInUse = threads;
  }
  const backend = tf.findBackend('tensorflow') as unknown as NodeBackend;
  const name = backend.isGPUPackage ? GPU_PACKAGE : CPU_PACKAGE;
  const { TF_Version: tensorflow } = backend.binding;
  if (device === 'cuda' && !backend.isUsingGpuDevice) {
    const reason = backend.isGPUPackage
      ? whyNoGpu(inspectCuda(dirname(require.resolve(`${name}/package.json`))))
      : `${CPU_PACKAGE}, which has no GPU support, is loaded in this process already`;
    throw new Error(`tensorflow engine: device cuda: TensorFlow ${tensorflow} sees no GPU: ${reason}`);
  }
  if (device === 'cpu' && backend.isUsingGpuDevice) {
    throw new Error('tensorflow engine: device cpu: TensorFlow runs on the GPU in this process already');
  }
  if (threadsInUse !== undefined && threadsInUse !== threads) {
    throw new Error(
      `tensorflow engine: TensorFlow runs on ${threadsInUse} threads in this process already, got ${threads}; start another`,
    );
  }
  const { version } = require(name) as { version: Record<string, string> };
  return { versions: { [name]: version['tfjs-node'] as string, tensorflow } };
}

/** Loads the first of the packages that can be loaded. */
function loadFirst(names: readonly string[], options: LoadOptions, require: Require): void {
  restoreRemovedUtilities();
  const failures: string[] = [];
  for (const name of names) {
    try {
      withEnvironment(tensorflowEnvironment(options), () => require(name));
      return;
    } catch (error) {
      failures.push(`${name} ${whyNotLoaded(name, error as NodeJS.ErrnoException)}`);
      removeKernels();
    }
  }
  const { device } = options;
  throw new Error(`tensorflow engine: device ${device}: ${failures.join('; ')} (Node ${process.version})`);
}

/** Takes back what a package registered before it failed: the next one registers the same kernels. */
function removeKernels(): void {
  for (const { kernelName } of tf.getKernelsForBackend('tensorflow')) {
    tf.unregisterKernel(kernelName, 'tensorflow');
  }
}

/** The variables that TensorFlow reads when it starts. */
function tensorflowEnvironment({ device, threads }: LoadOptions): Record<string, string> {
  return {
    TF_NUM_INTRAOP_THREADS: `${threads}`,
    TF_CPP_MIN_LOG_LEVEL: process.env.TF_CPP_MIN_LOG_LEVEL ?? '2',
    ...(device === 'cpu' && { CUDA_VISIBLE_DEVICES: '-1' }),
  };
}

/** Does something with variables set, and sets them back. */
function withEnvironment(variables: Readonly<Record<string, string>>, action: () => void): void {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, variables);
  try {
    action();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}

/** What is wrong with a package that can't be loaded, and what to do. */
function whyNotLoaded(name: string, { code, message }: NodeJS.ErrnoException): string {
  const firstLine = message.split('\n', 1)[0] as string;
  if (code === 'MODULE_NOT_FOUND' && firstLine.includes(`'${name}'`)) {
    return `is not installed (npm install ${name})`;
  }
  if (firstLine.includes('tfjs_binding.node')) {
    const build = name === GPU_PACKAGE ? 'npx pnpm tfjs-node:build --gpu' : 'npx pnpm tfjs-node:build';
    return `is installed without its addon (${build} in a clone of better-attention, or npm rebuild ${name} --build-addon-from-source)`;
  }
  return `can't be loaded: ${firstLine}`;
}
