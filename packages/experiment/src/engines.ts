import { type Engine, wasmEngine } from '@better-attention/training';

/** Ways to execute training steps by name, the default first. */
export const engines: Readonly<Record<string, () => Promise<Engine>>> = {
  wasm: wasmEngine,
};

/** The engine that is used unless another is asked for. */
export const DEFAULT_ENGINE = 'wasm';
