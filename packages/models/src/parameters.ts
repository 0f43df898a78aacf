import { Tensor } from '@tensorflow/tfjs-core';
import type { ParameterTree } from './model.js';

/** @throws when parameters hold more or fewer numbers than the model has, as those of a model of other sizes do */
export function requireParameters(model: string, expected: number, parameters: ParameterTree): void {
  const found = countOf(parameters);
  if (found === expected) return;
  throw new Error(
    `${model}: expected parameters of ${expected} numbers, got ${found}; they are of a model of other sizes`,
  );
}

function countOf(tree: ParameterTree): number {
  if (tree instanceof Tensor) return tree.size;
  return Object.values(tree).reduce<number>((sum, child: ParameterTree) => sum + countOf(child), 0);
}
