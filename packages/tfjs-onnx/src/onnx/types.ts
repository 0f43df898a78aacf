import type { ElementType } from '../graph/graph.js';

/** `TensorProto.DataType` of onnx.proto. */
export const ELEMENT_TYPE_CODES: Readonly<Record<ElementType, number>> = {
  float32: 1,
  int32: 6,
  int64: 7,
  bool: 9,
};
