/**
 * Attention mechanisms as pure functions on TensorFlow.js.
 *
 * @module @better-attention/attention
 */
export type {
  AnyMechanism,
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
  MechanismFacts,
  MemoryShapes,
  NamedMechanism,
  NamedOptions,
  StepInputs,
} from './contract/attention.js';
export { defineMechanism } from './contract/define.js';
export type { AttendInputs, MechanismDefinition, ProjectInputs } from './contract/definition.js';
export type { HeadWidthOptions, KeyWidthOptions } from './contract/head-widths.js';
export type { AttentionSettings, OptionReaders, OwnOption, SharedSettings } from './contract/settings.js';
export { optimisedToEfficient, standardToOptimised } from './interop/conversions.js';
export { type KerasOptions, standardFromKeras, standardToKeras } from './interop/keras.js';
export type { InteropOptions, NamedWeights } from './interop/named-weights.js';
export { standardFromPyTorch, standardToPyTorch } from './interop/pytorch.js';
export {
  type DenseOptions,
  type DenseParameters,
  dense,
  denseParameterCount,
  glorotUniform,
  initDense,
  uniform,
} from './math/dense.js';
export {
  type Attended,
  attendByDotProducts,
  type DotProductInputs,
  type DotProductRun,
  dotProductAttention,
} from './math/dot-products.js';
export { splitHeads } from './math/heads.js';
export type { Allowed } from './math/mask.js';
export { MATRIX_STARTS, type MatrixStart } from './math/matrix-start.js';
export { type EfficientParameters, efficientAttention } from './mechanisms/efficient.js';
export {
  type LinformerOptions,
  type LinformerParameters,
  linformerAttention,
} from './mechanisms/linformer.js';
export { type MultiQueryParameters, multiQueryAttention } from './mechanisms/multi-query.js';
export { type OptimisedParameters, optimisedAttention } from './mechanisms/optimised.js';
export {
  type PerformerOptions,
  type PerformerParameters,
  performerAttention,
  performerFeatures,
} from './mechanisms/performer.js';
export {
  baselineMechanisms,
  type MechanismName,
  mechanism,
  mechanisms,
  paperMechanisms,
  registerMechanism,
} from './mechanisms/registry.js';
export { type StandardParameters, standardAttention } from './mechanisms/standard.js';
export { type SuperOptions, type SuperParameters, superAttention } from './mechanisms/super.js';
