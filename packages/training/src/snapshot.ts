import { entries, type TensorData, type Tree } from '@better-attention/tfjs-onnx';
import type { Snapshot } from './engine.js';

/** Where the arrays of an optimiser's slot stand in a snapshot. */
export function slotPath(slot: string): string {
  return `slots.${slot}`;
}

/** The leaves of a tree of parameters, or of a slot, with their paths in a snapshot. */
export function arraysOf<Leaf>(tree: Tree<Leaf>, path = 'parameters'): [string, Leaf][] {
  return entries(tree, path);
}

/**
 * The arrays of a snapshot in the order of the state that they are to replace.
 *
 * @throws Error naming the first array that is missing, too many, or of another size
 */
export function checkedArrays(
  snapshot: Snapshot,
  state: readonly (readonly [path: string, { readonly size: number }])[],
): TensorData[] {
  const known = new Set(state.map(([path]) => path));
  const unknown = Object.keys(snapshot.arrays).find((path) => !known.has(path));
  if (unknown !== undefined) throw new Error(`snapshot: '${unknown}' is not part of this model`);
  return state.map(([path, { size }]) => {
    const array = snapshot.arrays[path];
    if (array === undefined) throw new Error(`snapshot: '${path}' is missing`);
    if (array.length !== size) {
      throw new Error(`snapshot: '${path}' has ${array.length} elements, this model has ${size}`);
    }
    return array;
  });
}
