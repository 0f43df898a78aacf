/**
 * TensorFlow.js functions recorded as ONNX graphs and run by ONNX Runtime.
 *
 * @module @better-attention/tfjs-onnx
 */
export { type CompiledFunction, compile, type DataOf, type ResultOf } from './compile.js';
export { compileElementwise, type ElementwiseFunction, lowerElementwise } from './fused/elementwise.js';
export { lower } from './lower.js';
export * from './recorder.js';
export { runOnce } from './run-once.js';
export { availableCores } from './runtime/threads.js';
export * from './runtime.js';
