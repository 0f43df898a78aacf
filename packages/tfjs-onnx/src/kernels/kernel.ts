import type { Value } from '../graph/graph.js';

/** What a TensorFlow.js kernel computes, as values of a graph. */
export type Kernel = (
  inputs: Readonly<Record<string, Value>>,
  attributes: Readonly<Record<string, unknown>>,
) => Value | readonly Value[];

/** Kernels by the names that TensorFlow.js gives them. */
export type Kernels = Readonly<Record<string, Kernel>>;

/** A kernel with the types of its named inputs and attributes. */
export function kernel<Inputs, Attributes>(
  compute: (inputs: Inputs, attributes: Attributes) => Value | readonly Value[],
): Kernel {
  return compute as unknown as Kernel;
}

/** The inputs of a kernel that takes a list. */
export const listed = (inputs: Readonly<Record<string, Value>>): Value[] => Object.values(inputs);

/** The one input of most kernels. */
export interface X {
  readonly x: Value;
}

/** The two inputs of elementwise kernels. */
export interface AB {
  readonly a: Value;
  readonly b: Value;
}
