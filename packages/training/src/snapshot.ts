import { entries, type TensorData, type Tree } from '@better-attention/tfjs-onnx';
import type { Snapshot } from './engine.js';
import type { TrainingProblem } from './problem.js';
import type { State } from './step.js';

/** Names a state's arrays: `parameters.…`, and `slots.<slot>.…`. */
export function snapshotOf(
  { optimiser }: TrainingProblem,
  structure: Tree<unknown>,
  step: number,
  { parameters, slots }: State<TensorData>,
): Snapshot {
  const arrays = [parameters, ...slots].flatMap((values, at) =>
    pathsOf(structure, at === 0 ? 'parameters' : `slots.${optimiser.slots[at - 1]}`).map(
      (path, leaf) => [path, values[leaf] as TensorData] as const,
    ),
  );
  return { step, arrays: Object.fromEntries(arrays) };
}

/**
 * The state in a snapshot.
 *
 * @param like a state of the model that it is for
 * @throws Error naming the first array that is missing, too many, or of another size
 */
export function stateOf(
  problem: TrainingProblem,
  structure: Tree<unknown>,
  snapshot: Snapshot,
  like: State<{ readonly size: number }>,
): State<TensorData> {
  const sizes = [like.parameters, ...like.slots].flat();
  const paths = ['parameters', ...problem.optimiser.slots.map((slot) => `slots.${slot}`)].flatMap((path) =>
    pathsOf(structure, path),
  );
  const known = new Set(paths);
  const unknown = Object.keys(snapshot.arrays).find((path) => !known.has(path));
  if (unknown !== undefined) throw new Error(`snapshot: '${unknown}' is not part of this model`);
  const arrays = paths.map((path, at) => {
    const array = snapshot.arrays[path];
    const { size } = sizes[at] as { size: number };
    if (array === undefined) throw new Error(`snapshot: '${path}' is missing`);
    if (array.length !== size) {
      throw new Error(`snapshot: '${path}' has ${array.length} elements, this model has ${size}`);
    }
    return array.slice();
  });
  const count = like.parameters.length;
  return {
    parameters: arrays.slice(0, count),
    slots: like.slots.map((_, slot) => arrays.slice((slot + 1) * count, (slot + 2) * count)),
  };
}

function pathsOf(structure: Tree<unknown>, path: string): string[] {
  return entries(structure, path).map(([each]) => each);
}
