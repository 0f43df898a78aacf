import { type Engine, onnxEngine, wasmEngine } from '@better-attention/training';

/** What a person may ask of an engine. */
export interface EngineOptions {
  /** The most threads that a step uses; by default as many as there are cores. */
  readonly threads?: number;
}

/** Ways to execute training steps by name. */
export const engines: Readonly<Record<string, (options: EngineOptions) => Promise<Engine>>> = {
  onnx: onnxEngine,
  wasm: wasmEngine,
};

/** The engine that is used unless another is asked for. */
export const DEFAULT_ENGINE = 'onnx';
