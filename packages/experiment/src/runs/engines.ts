import type { EngineRecord } from '@better-attention/records';
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
  readonly threads?: number | undefined;
  /** Where it computes; by default the CPU. */
  readonly device?: Device | undefined;
}

/** Ways to execute training steps by name. */
export const ENGINES: Readonly<Record<string, (options: EngineOptions) => Promise<Engine>>> = {
  onnx: onnxEngine,
  tensorflow: tensorflowEngine,
  wasm: wasmEngine,
};

/** The engine that is used unless another is asked for. */
export const DEFAULT_ENGINE = 'onnx';

/** What executes a unit, as its record says it. */
export function engineRecord(
  { name, device, versions }: Engine,
  { threads, concurrentRuns }: Pick<EngineRecord, 'threads' | 'concurrentRuns'>,
): EngineRecord {
  return { name, device, threads, concurrentRuns, versions: { ...versions } };
}
