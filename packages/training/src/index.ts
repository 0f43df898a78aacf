export { batchCount, type Examples, weightedBatch } from './batches.js';
export { type DropoutSite, dropoutMasks, dropoutSites, keepAll, maskedDropout } from './dropout.js';
export type { Engine, Metrics, Snapshot, Trainer, TrainingStep } from './engine.js';
export { type OnnxEngineOptions, onnxEngine } from './engines/onnx.js';
export { wasmEngine } from './engines/wasm.js';
export { inferenceTime } from './inference.js';
export {
  DivergenceError,
  type EpochResult,
  evaluate,
  type LoopOptions,
  type Progress,
  type TrainingResult,
  train,
} from './loop.js';
export { type BatchMetrics, classification } from './losses.js';
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
export type { Batch, BatchTensors, Dropout, Fields, Parameters, TrainingProblem } from './problem.js';
export { tokenClassification } from './token-loss.js';
