import type { TensorData } from '@better-attention/tfjs-onnx';

/** An array with its shape. */
export interface ShapedArray {
  readonly shape: readonly number[];
  readonly values: TensorData;
}
