import { entries, type TensorData, type Tree } from '@better-attention/tfjs-onnx';
import type { ShapedArray, Snapshot } from './engine.js';
import type { TrainingProblem } from './problem.js';
import type { State } from './step.js';

/**
 * Names a state's arrays: `parameters.…`, and `slots.<slot>.…`.
 *
 * @param structure a tree of the parameters' form
 */
export function snapshotOf(
  { optimiser }: TrainingProblem,
  structure: Tree<unknown>,
  step: number,
  { parameters, slots }: State<ShapedArray>,
): Snapshot {
  const arrays = [parameters, ...slots].flatMap((values, at) =>
    pathsOf(structure, at === 0 ? 'parameters' : `slots.${optimiser.slots[at - 1]}`).map(
      (path, leaf) => [path, values[leaf] as ShapedArray] as const,
    ),
  );
  return { step, arrays: Object.fromEntries(arrays) };
}

/**
 * The state in a snapshot.
 *
 * @param shapes those of the parameters that it is for
 * @throws Error naming the first array that is missing, too many, or of another shape
 */
export function stateOf(
  problem: TrainingProblem,
  structure: Tree<unknown>,
  snapshot: Snapshot,
  shapes: readonly (readonly number[])[],
): State<TensorData> {
  const count = shapes.length;
  const paths = ['parameters', ...problem.optimiser.slots.map((slot) => `slots.${slot}`)].flatMap((path) =>
    pathsOf(structure, path),
  );
  const known = new Set(paths);
  const unknown = Object.keys(snapshot.arrays).find((path) => !known.has(path));
  if (unknown !== undefined) throw new Error(`snapshot: '${unknown}' is not part of this model`);
  const arrays = paths.map((path, at) => {
    const array = snapshot.arrays[path];
    const shape = shapes[at % count] as readonly number[];
    if (array === undefined) throw new Error(`snapshot: '${path}' is missing`);
    if (array.shape.join() !== shape.join()) {
      throw new Error(`snapshot: '${path}' is of shape [${array.shape}], in this model it is [${shape}]`);
    }
    return array.values.slice();
  });
  return {
    parameters: arrays.slice(0, count),
    slots: problem.optimiser.slots.map((_, slot) => arrays.slice((slot + 1) * count, (slot + 2) * count)),
  };
}

function pathsOf(structure: Tree<unknown>, path: string): string[] {
  return entries(structure, path).map(([each]) => each);
}
