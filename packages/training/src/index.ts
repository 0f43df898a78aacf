/**
 * Engines, optimisers, losses and the training loop.
 *
 * @module @better-attention/training
 */
export { alignedArrays } from './arrays/aligned-arrays.js';
export { DamagedFileError } from './arrays/format.js';
export { type ParameterArrays, parameterArrays, parametersFrom } from './arrays/parameter-arrays.js';
export { decodeSafetensors, encodeSafetensors, type NamedArrays } from './arrays/safetensors.js';
export { decodeSealed, encodeSealed } from './arrays/sealed.js';
export type { ShapedArray } from './arrays/shaped-array.js';
export type {
  Computation,
  Compute,
  Device,
  Engine,
  Evaluation,
  Metrics,
  Snapshot,
  Trainer,
  TrainingStep,
  WeightedMetrics,
} from './engine/engine.js';
export { type OnnxEngineOptions, onnxEngine } from './engines/onnx.js';
export { type TensorflowEngineOptions, tensorflowEngine } from './engines/tensorflow.js';
export { type WasmEngineOptions, wasmEngine } from './engines/wasm.js';
export { batchCount, type Examples } from './loop/batches.js';
export type {
  BegunEpoch,
  BestEpoch,
  Checkpoint,
  CheckpointMoment,
  EpochResult,
} from './loop/checkpoint.js';
export { packCheckpoint, unpackCheckpoint } from './loop/checkpoint-arrays.js';
export { type Divergence, DivergenceError, type Part } from './loop/divergence.js';
export { type InferenceOptions, inferencePasses, inferenceTime } from './loop/inference.js';
export { type TrainingResult, train } from './loop/loop.js';
export type { LoopOptions, Progress } from './loop/loop-options.js';
export type { MeansSoFar } from './loop/means.js';
export {
  type AdamOptions,
  type AdamWOptions,
  adam,
  adamW,
  type LearningRateOptions,
  type Optimiser,
  type RmspropOptions,
  rmsprop,
  type StepScalars,
} from './optimisers/index.js';
export { type DropoutSite, dropoutMasks } from './problem/dropout.js';
export { LabelError } from './problem/labels.js';
export {
  type BatchMetrics,
  type ClassificationOptions,
  classification,
  correctClasses,
} from './problem/losses.js';
export type {
  Batch,
  BatchTensors,
  Dropout,
  EvaluatedTensors,
  Fields,
  Parameters,
  Signature,
  TrainingProblem,
} from './problem/problem.js';
export { tokenClassification } from './problem/token-loss.js';
