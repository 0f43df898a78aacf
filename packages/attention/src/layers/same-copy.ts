import { Tensor } from '@tensorflow/tfjs-core';
import { SymbolicTensor } from '@tensorflow/tfjs-layers';
import { described } from '../errors/described.js';

/**
 * Checks what a layer is applied to.
 * @throws when an input is no tensor, or one of a model that another copy of tfjs-layers made
 */
export function requireInputs(where: string, inputs: readonly unknown[]): void {
  const isNone = (input: unknown) => !(input instanceof Tensor || input instanceof SymbolicTensor);
  if (inputs.length > 0 && !inputs.some(isNone)) return;
  const other = inputs.find(isNone);
  const isOfAnotherCopy = typeof other === 'object' && other !== null && 'sourceLayer' in other;
  throw new Error(
    isOfAnotherCopy
      ? `${where}: the input is of another copy of @tensorflow/tfjs-layers than the one that this layer is made with; ` +
          'install one of one version (npm ls @tensorflow/tfjs-layers lists them; npm dedupe)'
      : `${where}: expected tensors, or those of tf.input, got ${described(other)}`,
  );
}
