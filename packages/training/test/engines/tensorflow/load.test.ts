import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadTensorflow, type Require } from '../../../src/engines/tensorflow/load.js';

afterEach(() => {
  if (tf.findBackend('tensorflow') !== null) tf.removeBackend('tensorflow');
});

/** A `require` of packages by name: an error to throw, or what to do when a package is loaded. */
function requireOf(packages: Readonly<Record<string, Error | (() => void)>>): Require {
  const loaded = new Set<string>();
  const load = (name: string) => {
    const found = packages[name];
    if (found === undefined) {
      throw Object.assign(new Error(`Cannot find module '${name}'\nRequire stack:\n- here`), {
        code: 'MODULE_NOT_FOUND',
      });
    }
    if (found instanceof Error) throw found;
    if (!loaded.has(name)) found();
    loaded.add(name);
    return { version: { 'tfjs-node': '4.22.0' } };
  };
  return Object.assign(load, { resolve: ((path: string) => `/nowhere/${path}`) as NodeJS.RequireResolve });
}

/** Registers the backend as tfjs-node does, on what hardware there is. */
const registering =
  (isGPUPackage: boolean, isUsingGpuDevice: boolean, onLoad = () => {}) =>
  () => {
    onLoad();
    tf.registerBackend(
      'tensorflow',
      () => ({ isGPUPackage, isUsingGpuDevice, binding: { TF_Version: '2.15.1' }, dispose() {} }) as never,
    );
  };

const CPU = '@tensorflow/tfjs-node';
const GPU = '@tensorflow/tfjs-node-gpu';
const withoutAddon = new Error(
  'The Node.js native addon module (tfjs_binding.node) can not be found at path: /x/tfjs_binding.node. \nPlease run',
);
const cpu = { device: 'cpu', threads: 2 } as const;
const cuda = { device: 'cuda', threads: 2 } as const;

describe('loadTensorflow', () => {
  it('says of each package what is wrong with it', () => {
    expect(() => loadTensorflow(cpu, requireOf({ [GPU]: withoutAddon }))).toThrow(
      'tensorflow engine: device cpu: @tensorflow/tfjs-node is not installed (npm install @tensorflow/tfjs-node); ' +
        '@tensorflow/tfjs-node-gpu is installed without its addon (npx pnpm tfjs-node:build --gpu in a clone of better-attention, ' +
        `or npm rebuild @tensorflow/tfjs-node-gpu --build-addon-from-source) (Node ${process.version})`,
    );
  });

  it('takes back the kernels of a package that fails, so that the next one registers its own in silence', () => {
    const kernelFunc = () => [];
    const half = () => {
      tf.registerKernel({ kernelName: 'Abs', backendName: 'tensorflow', kernelFunc });
      throw withoutAddon;
    };
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    expect(() => loadTensorflow(cpu, requireOf({ [CPU]: half, [GPU]: half }))).toThrow(
      /^tensorflow engine: device cpu: .*without its addon.*without its addon/,
    );
    expect(tf.getKernelsForBackend('tensorflow')).toEqual([]);
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
  });

  it('never takes the CPU where the GPU is asked for', () => {
    const packages = requireOf({ [CPU]: registering(false, false) });
    expect(() => loadTensorflow(cuda, packages)).toThrow(
      'tensorflow engine: device cuda: @tensorflow/tfjs-node-gpu is not installed (npm install @tensorflow/tfjs-node-gpu) (Node',
    );
    loadTensorflow(cpu, packages);
    expect(() => loadTensorflow(cuda, packages)).toThrow(
      'tensorflow engine: device cuda: TensorFlow 2.15.1 sees no GPU: @tensorflow/tfjs-node, which has no GPU support, ' +
        'is loaded in this process already',
    );
  });

  it('says that the addon finds no GPU, and takes one that it finds', () => {
    expect(() => loadTensorflow(cuda, requireOf({ [GPU]: registering(true, false) }))).toThrow(
      /^tensorflow engine: device cuda: TensorFlow 2\.15\.1 sees no GPU: .+; or choose the device cpu$|nvidia-smi/,
    );
    tf.removeBackend('tensorflow');
    expect(loadTensorflow(cuda, requireOf({ [GPU]: registering(true, true) }))).toEqual({
      versions: { [GPU]: '4.22.0', tensorflow: '2.15.1' },
    });
  });

  it('refuses the CPU, or other threads, when TensorFlow runs otherwise already', () => {
    const packages = requireOf({ [GPU]: registering(true, true) });
    loadTensorflow(cuda, packages);
    expect(() => loadTensorflow(cpu, packages)).toThrow(
      'device cpu: TensorFlow runs on the GPU in this process already',
    );
    expect(() => loadTensorflow({ ...cuda, threads: 1 }, packages)).toThrow(
      'tensorflow engine: TensorFlow runs on 2 threads in this process already, got 1; start another',
    );
  });

  it('passes on why a library can not be loaded', () => {
    const missing = new Error('libtensorflow.so: cannot open shared object file\nmore');
    expect(() => loadTensorflow(cuda, requireOf({ [GPU]: missing }))).toThrow(
      "device cuda: @tensorflow/tfjs-node-gpu can't be loaded: libtensorflow.so: cannot open shared object file (Node",
    );
  });

  it('sets the threads, and hides the GPU from the CPU, only while it loads', () => {
    const variables = () => [process.env.TF_NUM_INTRAOP_THREADS, process.env.CUDA_VISIBLE_DEVICES];
    const before = variables();
    let during: unknown;
    const load = registering(false, false, () => {
      during = variables();
    });
    loadTensorflow({ device: 'cpu', threads: 3 }, requireOf({ [CPU]: load }));
    expect(during).toEqual(['3', '-1']);
    expect(variables()).toEqual(before);
  });
});
