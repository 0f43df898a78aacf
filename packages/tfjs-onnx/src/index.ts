/**
 * TensorFlow.js functions recorded as ONNX graphs and run by ONNX Runtime.
 *
 * @module @better-attention/tfjs-onnx
 */
export { type CompiledFunction, compile, type DataOf, type ResultOf, type RunOptions } from './compile.js';
export {
  compileElementwise,
  type ElementwiseFunction,
  type ElementwiseLoop,
  type ElementwiseSignature,
} from './fused/elementwise.js';
export { allocateVectors, type Vectors } from './fused/vectors.js';
export * from './recorder.js';
export { runOnce } from './run-once.js';
export { type CompileOptions, onnxRuntimeVersion } from './runtime/session.js';
export { availableCores, type ThreadCount } from './runtime/threads.js';
