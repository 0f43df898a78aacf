import {
  allocateVectors,
  type TensorData,
  type TensorSpec,
  type Tree,
  type Vectors,
  type VectorsLayout,
  vectorsIn,
} from '@better-attention/tfjs-onnx/runtime';
import type { State } from '../../engine/step.js';

/** What the vectors of a training hold. */
export interface StateLayout {
  /** The names of the optimiser's slots. */
  readonly slots: readonly string[];
  /** The number of elements of each parameter. */
  readonly lengths: readonly number[];
  /** What else lies in the same memory. */
  readonly beside?: Tree<TensorSpec>;
}

/** The vectors of a training in one memory: all parameters, their gradients, and each slot of the optimiser. */
export interface StateVectors extends State<Float32Array> {
  readonly memory: WebAssembly.Memory;
  readonly layout: StateLayout;
  /** The gradient of each parameter. */
  readonly gradients: readonly Float32Array[];
  /** The whole vectors by the names that the update knows them by. */
  readonly vectors: Readonly<Record<string, Float32Array>>;
  readonly beside: Tree<TensorData>;
}

/** The name of the vector of a slot. */
export const slotVector = (slot: string): string => `slot ${slot}`;

/** The names of the vectors in their order. */
export const vectorNames = (slots: readonly string[]): string[] => [
  'parameter',
  'gradient',
  ...slots.map(slotVector),
];

/**
 * Vectors and arrays of zeros.
 *
 * @param shared whether other threads can be sent their memory
 */
export function allocateState(layout: StateLayout, { shared }: { readonly shared: boolean }): StateVectors {
  return stateOf(layout, allocateVectors(vectorsLayout(layout), { shared }));
}

/** What is in a memory that {@link allocateState} made, perhaps in another thread. */
export function stateIn(memory: WebAssembly.Memory, layout: StateLayout): StateVectors {
  return stateOf(layout, vectorsIn(memory, vectorsLayout(layout)));
}

function vectorsLayout({ slots, ...layout }: StateLayout): VectorsLayout {
  return { count: vectorNames(slots).length, ...layout };
}

function stateOf(layout: StateLayout, { memory, whole, parts, beside }: Vectors): StateVectors {
  const [parameters, gradients, ...slots] = parts as [Float32Array[], Float32Array[], ...Float32Array[][]];
  const vectors = vectorNames(layout.slots).map((name, at) => [name, whole[at] as Float32Array]);
  return { memory, layout, parameters, gradients, slots, vectors: Object.fromEntries(vectors), beside };
}
