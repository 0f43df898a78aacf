/**
 * Engines, optimisers, losses and the training loop.
 *
 * @module @better-attention/training
 */
export { alignedArrays } from './arrays/aligned-arrays.js';
export { type ParameterArrays, parameterArrays, parametersFrom } from './arrays/parameter-arrays.js';
export { decodeSafetensors, encodeSafetensors, type NamedArrays } from './arrays/safetensors.js';
export type { ShapedArray } from './arrays/shaped-array.js';
export type {
  Computation,
  Compute,
  Device,
  Engine,
  Metrics,
  Snapshot,
  Trainer,
  TrainingStep,
  WeightedMetrics,
} from './engine/engine.js';
export { type OnnxEngineOptions, onnxEngine } from './engines/onnx.js';
export { type TensorflowEngineOptions, tensorflowEngine } from './engines/tensorflow.js';
export { type WasmEngineOptions, wasmEngine } from './engines/wasm.js';
export type { Examples } from './loop/batches.js';
export { packCheckpoint, unpackCheckpoint } from './loop/checkpoint-arrays.js';
export { inferenceTime } from './loop/inference.js';
export {
  type BestEpoch,
  type Checkpoint,
  DivergenceError,
  type EpochResult,
  type LoopOptions,
  type Progress,
  type TrainingResult,
  train,
} from './loop/loop.js';
export {
  type AdamOptions,
  type AdamWOptions,
  adam,
  adamW,
  type Optimiser,
  type RmspropOptions,
  rmsprop,
  type StepScalars,
} from './optimisers/index.js';
export { type DropoutSite, dropoutMasks } from './problem/dropout.js';
export { type BatchMetrics, type ClassificationOptions, classification } from './problem/losses.js';
export type {
  Batch,
  BatchTensors,
  Dropout,
  Fields,
  Parameters,
  Signature,
  TrainingProblem,
} from './problem/problem.js';
export { tokenClassification } from './problem/token-loss.js';
