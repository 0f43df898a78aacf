import {
  entries,
  leaves,
  type TensorData,
  type TensorSpec,
  type Tree,
  unflatten,
} from '@better-attention/tfjs-onnx';
import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { Parameters } from '../problem/problem.js';
import { alignedArrays } from './aligned-arrays.js';
import type { ShapedArray } from './shaped-array.js';

/** Arrays by the flat names of a model's parameters, e.g. `blocks.0.attention.query.kernel`. */
export type ParameterArrays = Readonly<Record<string, ShapedArray>>;

/** Copies of a model's parameters by their flat names, for `encodeSafetensors`. */
export async function parameterArrays(parameters: Parameters): Promise<ParameterArrays> {
  const arrays = entries<Tensor>(parameters).map(async ([name, each]) => {
    const values = (await each.data()).slice() as TensorData;
    return [name, { shape: each.shape, values }] as const;
  });
  return Object.fromEntries(await Promise.all(arrays));
}

/**
 * A model's parameters from arrays by their flat names, such as `decodeSafetensors` gives.
 *
 * @param structure parameters of the model, e.g. those that it starts with, or their shapes and types
 * @param where names the arrays in errors, e.g. their file
 * @returns new tensors
 * @throws Error naming the first array that is missing, too many, or of another shape or type
 */
export function parametersFrom(
  arrays: ParameterArrays,
  structure: Parameters | Tree<TensorSpec>,
  where: string,
): Parameters {
  const aligned = alignedArrays(arrays, entries<TensorSpec>(structure as Tree<TensorSpec>), where);
  const specs = leaves<TensorSpec>(structure as Tree<TensorSpec>);
  const tensors = specs.map(({ shape, dtype }, at) =>
    tensor((aligned[at] as TensorData).slice(), [...shape], dtype),
  );
  return unflatten(structure, tensors) as Parameters;
}
