import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import wasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import wasmSimd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import wasmThreaded from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import '@tensorflow/tfjs-backend-webgpu';
import { getBackend, ready, setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { registerSegmentSum } from '../../../packages/training/src/engines/segment-sum.js';

const NAMES: Record<string, string> = { webgpu: 'WebGPU', wasm: 'WebAssembly' };

/** Starts TensorFlow.js on WebGPU where the browser has an adapter for it, and else on WebAssembly. @returns which. */
export async function startBackend(): Promise<string> {
  const adapter = await navigator.gpu?.requestAdapter().catch(() => null);
  if (!adapter || !(await setBackend('webgpu'))) {
    setWasmPaths({
      'tfjs-backend-wasm.wasm': wasm,
      'tfjs-backend-wasm-simd.wasm': wasmSimd,
      'tfjs-backend-wasm-threaded-simd.wasm': wasmThreaded,
    });
    registerSegmentSum('wasm');
    await setBackend('wasm');
  }
  await ready();
  return NAMES[getBackend()] ?? getBackend();
}
