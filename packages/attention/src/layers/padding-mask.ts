import { serialization, type Tensor } from '@tensorflow/tfjs-core';
import { layers, type Shape } from '@tensorflow/tfjs-layers';
import { maskList, maskOfKeys, NO_MASK, type PropagatedMask } from './masks.js';

/**
 * The mask that a sequence `[B, L, D]` carries, as a tensor `[B, L]`. A model hands a layer of several inputs the mask of
 * the first alone; attention takes those of the others through this layer.
 */
export class PaddingMask extends layers.Layer {
  /** The name in saved models. */
  static readonly className = 'AttentionPaddingMask';
  override supportsMasking = true;

  override computeOutputShape(shape: Shape): Shape {
    return shape.slice(0, 2);
  }

  /** @throws when the input carries no mask */
  override call(_: Tensor | Tensor[], { mask }: { readonly mask?: PropagatedMask }): Tensor {
    const [carried] = maskList(mask);
    if (carried) return maskOfKeys(carried);
    throw new Error(`${this.name}: expected an input that carries a mask, got one without`);
  }

  override computeMask(): Tensor {
    return NO_MASK;
  }
}
serialization.registerClass(PaddingMask);
