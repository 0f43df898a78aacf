import {
  type Device,
  type Engine,
  onnxEngine,
  tensorflowEngine,
  wasmEngine,
} from '@better-attention/training';

/** What a person may ask of an engine. */
export interface EngineOptions {
  /** The most threads that a step uses; by default as many as there are cores. */
  readonly threads?: number;
  /** Where it computes; by default the CPU. */
  readonly device?: Device;
}

/** Ways to execute training steps by name. */
export const engines: Readonly<Record<string, (options: EngineOptions) => Promise<Engine>>> = {
  onnx: onnxEngine,
  tensorflow: tensorflowEngine,
  wasm: wasmEngine,
};

/** The devices that an engine may be asked for. */
export const devices: readonly Device[] = ['cpu', 'cuda'];

/** The engine that is used unless another is asked for. */
export const DEFAULT_ENGINE = 'onnx';
