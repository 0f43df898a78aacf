/**
 * What runs programs, without TensorFlow.js and the recorder that makes them: for threads of one's own.
 *
 * @module @better-attention/tfjs-onnx/runtime
 */
export {
  type ElementwiseLoop,
  type ElementwiseProgram,
  type ElementwiseSignature,
  loadElementwise,
} from './fused/loop.js';
export { type RowAddition, rowAddition } from './fused/row-addition.js';
export { allocateVectors, type Vectors, type VectorsLayout, vectorsIn } from './fused/vectors.js';
export { type LoadedProgram, load, type Program, type RunOptions } from './runtime/program.js';
export type { RowRead } from './runtime/row-reads.js';
export {
  type Binding,
  type CompileOptions,
  checkData,
  createArray,
  onnxRuntimeVersion,
} from './runtime/session.js';
export type { ThreadCount, Work } from './runtime/threads.js';
export { type AdditionOptions, addRows, type RowTerms, setRows } from './tensors/rows.js';
export { sizeOf } from './tensors/shape.js';
export type { DataType, TensorData, TensorSpec, Tree } from './tensors/tree.js';
