import type { TensorData, TensorSpec } from '@better-attention/tfjs-onnx';
import type { ShapedArray } from './shaped-array.js';

const ARRAY_TYPES = { float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const;

/**
 * The elements of named arrays in the order in which they are expected.
 *
 * @param expected names with shapes and types, all that there may be
 * @param where names the arrays in errors
 * @throws Error naming the first array that is too many, missing, or of another shape or type
 */
export function alignedArrays(
  arrays: Readonly<Record<string, ShapedArray>>,
  expected: readonly (readonly [name: string, spec: TensorSpec])[],
  where: string,
): TensorData[] {
  const known = new Set(expected.map(([name]) => name));
  const unknown = Object.keys(arrays).find((name) => !known.has(name));
  if (unknown !== undefined) throw new Error(`${where}: '${unknown}' is not part of this model`);
  return expected.map(([name, { shape, dtype }]) => {
    const array = Object.hasOwn(arrays, name) ? arrays[name] : undefined;
    if (array === undefined) throw new Error(`${where}: '${name}' is missing`);
    if (array.shape.join() !== shape.join()) {
      throw new Error(`${where}: '${name}' is of shape [${array.shape}], in this model it is [${shape}]`);
    }
    if (!(array.values instanceof ARRAY_TYPES[dtype])) {
      throw new Error(
        `${where}: '${name}' is a ${array.values.constructor.name}, in this model it is ${dtype}`,
      );
    }
    return array.values;
  });
}
