/**
 * The recorder alone, without ONNX Runtime: for browsers.
 *
 * @module @better-attention/tfjs-onnx/recorder
 */
export { exportOnnx } from './export.js';
export type {
  Attribute,
  ConstantData,
  ElementType,
  FloatAttribute,
  Graph,
  NamedValue,
  Node,
  Source,
  Value,
} from './graph/graph.js';
export { sortedNodes } from './graph/graph.js';
export { type ModelOptions, writeModel } from './onnx/model.js';
export { optimise } from './passes/index.js';
export { type Recording, record, type TensorsOf } from './recorder/record.js';
export {
  alignLeaves,
  type BatchSpec,
  type DataType,
  entries,
  leaves,
  type MapLeaves,
  mapTree,
  type TensorData,
  type TensorSpec,
  type Tree,
  tensorSpec,
  unflatten,
} from './tensors/tree.js';
