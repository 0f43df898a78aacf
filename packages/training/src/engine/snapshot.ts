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
  const names = namesOf(structure);
  const named = (arrays: readonly ShapedArray[] | undefined): ParameterArrays =>
    Object.fromEntries(names.map((name, at) => [name, arrays?.[at] as ShapedArray]));
  return {
    step,
    parameters: named(parameters),
    slots: Object.fromEntries(optimiser.slots.map((slot, at) => [slot, named(slots[at])])),
  };
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
  const expected = namesOf(structure).map((name, at) => {
    return [name, { shape: shapes[at] as readonly number[], dtype: 'float32' }] as const;
  });
  const copies = (arrays: ParameterArrays, where: string) =>
    alignedArrays(arrays, expected, `snapshot: ${where}`).map((values) => values.slice());
  const unknown = Object.keys(snapshot.slots).find((slot) => !optimiser.slots.includes(slot));
  if (unknown !== undefined) {
    throw new Error(`snapshot: slots: '${unknown}' is not part of the optimiser ${optimiser.name}`);
  }
  return {
    parameters: copies(snapshot.parameters, 'parameters'),
    slots: optimiser.slots.map((slot) => copies(snapshot.slots[slot] ?? {}, `slot ${slot}`)),
  };
}

function namesOf(structure: Tree<unknown>): string[] {
  return entries(structure).map(([name]) => name);
}
