import { cast, type DataType, reshape, type Tensor, tidy, zeros } from '@tensorflow/tfjs-core';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';

/** A mask that TensorFlow.js propagates to a layer, or one for each of several inputs. */
export type PropagatedMask = Tensor | null | undefined | readonly (Tensor | null | undefined)[];

/** What `computeMask` returns where an output carries no mask; TensorFlow.js is typed without null. */
export const NO_MASK = null as unknown as Tensor;

/** The masks of several inputs, where there is one. */
export function maskList(mask: PropagatedMask): readonly (Tensor | null | undefined)[] {
  return Array.isArray(mask) ? mask : [mask as Tensor | null | undefined];
}

/** A mask of keys as bool `[B, Lk]`: sums of layers propagate it with axes of length 1 in front. */
export function maskOfKeys(mask: Tensor): Tensor {
  return cast(reshape(mask, mask.shape.slice(-2)), 'bool');
}

/**
 * Checks what a mask of keys is made of. In a model TensorFlow.js makes float32 of what any layer gives, bool too, so that
 * only its inputs can be told from masks that are added to scores, where 0 shows a key.
 * @throws unless it is bool or int32
 */
export function requireMaskType(where: string, dtype: DataType): void {
  if (dtype === 'bool' || dtype === 'int32') return;
  throw new Error(
    `${where}: expected a mask of the keys of bool, true = may attend, or int32, 0 hides a key, got ${dtype}; ` +
      "make it one by tf.cast(mask, 'bool'), in a model with tf.input({ shape: [Lk], dtype: 'bool' })",
  );
}

/**
 * Whether a tensor of a model carries a mask, made by its layer or by one that it comes from through layers which pass
 * masks on.
 */
export function carriesMask(tensor: SymbolicTensor, seen = new Set<number>()): boolean {
  const { sourceLayer, inputs, id } = tensor;
  if (seen.has(id) || !sourceLayer.supportsMasking) return false;
  seen.add(id);
  return makesMask(tensor) || inputs.some((input) => carriesMask(input, seen));
}

function makesMask({ sourceLayer, inputs }: SymbolicTensor): boolean {
  return tidy(() => {
    const values = inputs.map(({ shape }) => zeros(shape.map((length) => length ?? 1)));
    const mask = sourceLayer.computeMask(
      values,
      inputs.map(() => NO_MASK),
    );
    return maskList(mask).some((made) => made !== null && made !== undefined);
  });
}
