import type { Tensor } from '@tensorflow/tfjs-core';
import { anyBatch } from './onnx/any-batch.js';
import { checkModelOptions, type ModelOptions, writeGraph } from './onnx/model.js';
import { optimise } from './passes/index.js';
import { record } from './recorder/record.js';
import { type BatchSpec, leaves, type MapLeaves, type Tree, unflatten } from './tensors/tree.js';

/** The sizes that a function is recorded at for all others. */
const SIZES = [11, 13, 17];

/**
 * A function of TensorFlow.js tensors as an ONNX model. Inputs are called `input.<path>` and outputs `output.<path>`, `input`
 * and `output` where there is no path, unless `names` says otherwise. `null` in a shape of the signature stands for the batch,
 * of any size when the model runs; the function is then recorded at three sizes.
 *
 * @throws Error when `fn` does what `record` refuses, or depends on the batch's size otherwise than in shapes
 */
export function exportOnnx<Signature>(
  fn: (inputs: MapLeaves<Signature, BatchSpec, Tensor>) => unknown,
  signature: Signature,
  options: ModelOptions = {},
): Uint8Array {
  checkModelOptions('exportOnnx', options);
  const specs = leaves<BatchSpec>(signature as Tree<BatchSpec>);
  const input = specs.findIndex(({ shape }) => shape?.includes(null));
  const recorded = (size: number) => {
    const sized = specs.map((spec) => ({ ...spec, shape: spec.shape?.map((length) => length ?? size) }));
    return optimise(record(fn as never, unflatten(signature, sized)).graph);
  };
  if (input < 0) return writeGraph(optimise(record(fn as never, signature).graph), options);
  const sized = SIZES.map((size) => ({ size, graph: recorded(size) }));
  const axis = (specs[input] as BatchSpec).shape.indexOf(null);
  const { graph, dimensions } = anyBatch(sized, { input, axis });
  return writeGraph(graph, options, dimensions);
}
