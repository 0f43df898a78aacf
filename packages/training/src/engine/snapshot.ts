import { entries, type TensorData, type Tree } from '@better-attention/tfjs-onnx';
import { alignedArrays } from '../arrays/aligned-arrays.js';
import type { ParameterArrays } from '../arrays/parameter-arrays.js';
import type { ShapedArray } from '../arrays/shaped-array.js';
import type { TrainingProblem } from '../problem/problem.js';
import type { Snapshot } from './engine.js';
import type { State } from './step.js';

/**
 * Names the arrays of a state.
 *
 * @param structure a tree of the parameters' form
 */
export function snapshotOf(
  { optimiser }: TrainingProblem,
  structure: Tree<unknown>,
  step: number,
  { parameters, slots }: State<ShapedArray>,
): Snapshot {
  const named = (arrays: readonly ShapedArray[] | undefined) => namedArrays(structure, arrays ?? []);
  return {
    step,
    parameters: named(parameters),
    slots: Object.fromEntries(optimiser.slots.map((slot, at) => [slot, named(slots[at])])),
  };
}

/** Arrays in the order of a tree's leaves, by the leaves' flat names. */
export function namedArrays(structure: Tree<unknown>, arrays: readonly ShapedArray[]): ParameterArrays {
  return Object.fromEntries(namesOf(structure).map((name, at) => [name, arrays[at] as ShapedArray]));
}

/**
 * The state in a snapshot.
 *
 * @param shapes those of the parameters that it is for
 * @throws Error naming the first array that is missing, too many, or of another shape or type, or a slot that the
 *   optimiser lacks
 */
export function stateOf(
  { optimiser }: TrainingProblem,
  structure: Tree<unknown>,
  snapshot: Snapshot,
  shapes: readonly (readonly number[])[],
): State<TensorData> {
  const ordered = (arrays: ParameterArrays, where: string) => orderedArrays(structure, arrays, shapes, where);
  const unknown = Object.keys(snapshot.slots).find((slot) => !optimiser.slots.includes(slot));
  if (unknown !== undefined) {
    throw new Error(`snapshot: slots: '${unknown}' is not part of the optimiser ${optimiser.name}`);
  }
  return {
    parameters: ordered(snapshot.parameters, 'parameters'),
    slots: optimiser.slots.map((slot) => ordered(snapshot.slots[slot] ?? {}, `slot ${slot}`)),
  };
}

/**
 * The elements of named arrays in the order of a tree's leaves.
 *
 * @param shapes those of the leaves
 * @param where what the arrays are of, in errors
 * @throws Error naming the first array that is missing, too many, or of another shape or type
 */
export function orderedArrays(
  structure: Tree<unknown>,
  arrays: ParameterArrays,
  shapes: readonly (readonly number[])[],
  where: string,
): TensorData[] {
  const expected = namesOf(structure).map((name, at) => {
    return [name, { shape: shapes[at] as readonly number[], dtype: 'float32' }] as const;
  });
  return alignedArrays(arrays, expected, `snapshot: ${where}`);
}

function namesOf(structure: Tree<unknown>): string[] {
  return entries(structure).map(([name]) => name);
}
