import { entries, type TensorData, type Tree } from '@better-attention/tfjs-onnx';
import { alignedArrays } from '../arrays/aligned-arrays.js';
import type { TrainingProblem } from '../problem/problem.js';
import type { ShapedArray, Snapshot } from './engine.js';
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
 * @throws Error naming the first array that is missing, too many, or of another shape or type
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
  const expected = paths.map((path, at) => {
    return [path, { shape: shapes[at % count] as readonly number[], dtype: 'float32' }] as const;
  });
  const arrays = alignedArrays(snapshot.arrays, expected, 'snapshot').map((values) => values.slice());
  return {
    parameters: arrays.slice(0, count),
    slots: problem.optimiser.slots.map((_, slot) => arrays.slice((slot + 1) * count, (slot + 2) * count)),
  };
}

function pathsOf(structure: Tree<unknown>, path: string): string[] {
  return entries(structure, path).map(([each]) => each);
}
