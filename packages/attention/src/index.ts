/**
 * Attention mechanisms as pure functions on TensorFlow.js.
 *
 * @module @better-attention/attention
 */
export type {
  AttendMemoryInputs,
  Attention,
  AttentionCache,
  AttentionInputs,
  AttentionMemory,
  AttentionOptions,
  AttentionParameters,
  AttentionResult,
  AttentionRun,
  Dropout,
  Mechanism,
  MemoryShapes,
  StepInputs,
} from './attention.js';
export { optimisedToEfficient, standardToOptimised } from './conversions.js';
export {
  type Attended,
  type AttendInputs,
  type AttentionSettings,
  defineMechanism,
  type MechanismDefinition,
  type ProjectInputs,
} from './define.js';
export {
  type DenseOptions,
  type DenseParameters,
  dense,
  denseParameterCount,
  glorotUniform,
  initDense,
  uniform,
} from './dense.js';
export { type EfficientParameters, efficientAttention } from './efficient.js';
export { splitHeads } from './heads.js';
export {
  type InteropOptions,
  type NamedWeights,
  standardFromKeras,
  standardFromPyTorch,
  standardToKeras,
  standardToPyTorch,
} from './interop.js';
export { type LinformerParameters, linformerAttention } from './linformer.js';
export type { Allowed } from './mask.js';
export {
  baselineMechanisms,
  type MechanismName,
  mechanism,
  mechanisms,
  paperMechanisms,
  registerMechanism,
} from './mechanisms.js';
export { type MultiQueryParameters, multiQueryAttention } from './multi-query.js';
export { type OptimisedParameters, optimisedAttention } from './optimised.js';
export { type PerformerParameters, performerAttention, performerFeatures } from './performer.js';
export { type StandardParameters, standardAttention } from './standard.js';
export { type SuperParameters, superAttention } from './super.js';
export { softmaxOverKeys } from './weights.js';
