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
} from './graph.js';
export { sortedNodes } from './graph.js';
export { writeModel } from './onnx/model.js';
export { optimise } from './passes/index.js';
export { type Recording, record, type TensorsOf } from './recorder/record.js';
export * from './tree.js';
