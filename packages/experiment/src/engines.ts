import { type Engine, onnxEngine, wasmEngine } from '@better-attention/training';

/** Ways to execute training steps by name. */
export const engines: Readonly<Record<string, () => Promise<Engine>>> = {
  onnx: onnxEngine,
  wasm: wasmEngine,
};

/** The engine that is used unless another is asked for. */
export const DEFAULT_ENGINE = 'onnx';
