/**
 * Engines, optimisers, losses and the training loop.
 *
 * @module @better-attention/training
 */
export { alignedArrays } from './aligned-arrays.js';
export { type Examples, weightedBatch } from './batches.js';
export { type DropoutSite, dropoutMasks, dropoutSites, keepAll, maskedDropout } from './dropout.js';
export type {
  Computation,
  Device,
  Engine,
  Metrics,
  ShapedArray,
  Snapshot,
  Trainer,
  TrainingStep,
  WeightedMetrics,
} from './engine.js';
export { type OnnxEngineOptions, onnxEngine } from './engines/onnx.js';
export { type TensorflowEngineOptions, tensorflowEngine } from './engines/tensorflow.js';
export { type WasmEngineOptions, wasmEngine } from './engines/wasm.js';
export { type EvaluateOptions, evaluate } from './evaluate.js';
export { inferenceTime } from './inference.js';
export {
  type BestEpoch,
  type Checkpoint,
  DivergenceError,
  type EpochResult,
  type LoopOptions,
  type Progress,
  type TrainingResult,
  train,
} from './loop.js';
export { type BatchMetrics, type ClassificationOptions, classification } from './losses.js';
export {
  type AdamOptions,
  type AdamWOptions,
  adam,
  adamW,
  type Optimiser,
  type RmspropOptions,
  rmsprop,
  type StepScalars,
} from './optimisers.js';
export { type ParameterArrays, parameterArrays, parametersFrom } from './parameter-arrays.js';
export type {
  Batch,
  BatchTensors,
  Dropout,
  Fields,
  Parameters,
  Signature,
  TrainingProblem,
} from './problem.js';
export { decodeSafetensors, encodeSafetensors, type NamedArrays } from './safetensors.js';
export { tokenClassification } from './token-loss.js';
