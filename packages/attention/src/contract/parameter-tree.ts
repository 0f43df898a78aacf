import { Tensor } from '@tensorflow/tfjs-core';

/** Tensors by name, in objects by name. */
export interface TensorTree {
  readonly [name: string]: Tensor | TensorTree;
}

/** A tree of the same form whose tensors are `change(tensor, path)`, where a path is `query/kernel`. */
export function mapTensors<Tree extends TensorTree>(
  tree: Tree,
  change: (tensor: Tensor, path: string) => Tensor,
  parent = '',
): Tree {
  const entries = Object.entries(tree).map(([name, child]) => {
    const path = `${parent}${name}`;
    return [name, child instanceof Tensor ? change(child, path) : mapTensors(child, change, `${path}/`)];
  });
  return Object.fromEntries(entries);
}

/** What stands at the leaves of a tree that may be anything, with its path. */
export function leavesOf(tree: unknown, path = ''): readonly [path: string, leaf: unknown][] {
  if (tree instanceof Tensor || typeof tree !== 'object' || tree === null) return [[path, tree]];
  return Object.entries(tree).flatMap(([name, child]) => leavesOf(child, path ? `${path}/${name}` : name));
}
