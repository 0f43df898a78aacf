import {
  type ElementwiseProgram,
  loadElementwise,
  type Program,
  type RowAddition,
  rowAddition,
  type TensorData,
  type TensorSpec,
  type Tree,
} from '@better-attention/tfjs-onnx/runtime';
import type { Gradient, Results } from './results.js';
import { type StateLayout, type StateVectors, stateIn } from './state.js';

/** The inputs of a gradient's graph besides the parameters. */
export interface StepInputs {
  readonly batch: Readonly<Record<string, TensorData>>;
  readonly masks: readonly TensorData[];
}

/** What lies beside the state of a training whose steps are taken in halves. */
export interface HalfArrays {
  /** The second half of a batch. */
  readonly second: StepInputs;
  /** What the graph writes for each half. */
  readonly results: readonly Results[];
}

/** {@link HalfArrays} as specifications, for the program of half a batch. */
export function halfArrays({ inputs, outputs }: Program): Tree<TensorSpec> {
  const { batch, masks } = inputs as Readonly<Record<string, Tree<TensorSpec>>>;
  return { second: { batch, masks }, results: [outputs, outputs] } as Tree<TensorSpec>;
}

/** What updates the state by the gradients of two halves: plain data, on memory that threads can share. */
export interface UpdateData {
  /** Leaves gradients of zero. */
  readonly update: ElementwiseProgram;
  /** That of the training's state, with {@link HalfArrays} beside it. */
  readonly memory: WebAssembly.Memory;
  readonly layout: StateLayout;
}

/** Elements of the vectors, from the first of them on and without the last. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** How a step ends. */
export interface StepEnd {
  /** The share of each half in the batch, float32 numbers. A half without a share doesn't count, whatever its gradients are. */
  readonly shares: readonly number[];
  /** The optimiser's numbers of the step. */
  readonly scalars: Readonly<Record<string, number>>;
}

/** An update that joins the gradients of both halves and changes a range of the state by them; other threads may do others. */
export function updateOf(
  { update, memory, layout }: UpdateData,
  { from, to }: Range,
): (end: StepEnd) => void {
  const state = stateIn(memory, layout);
  const { results } = state.beside as unknown as HalfArrays;
  const loop = loadElementwise(update, memory);
  const parts = Object.entries(state.vectors).map(
    ([name, whole]) => [name, whole.subarray(from, to)] as const,
  );
  const vectors = Object.fromEntries(parts);
  const addRows = rowAddition(memory);
  const additions = results.map(({ gradients }) =>
    placesOf(state).flatMap(({ start, target }, at) => {
      const [first, end] = [Math.max(from - start, 0), Math.min(to - start, target.length)];
      return first < end
        ? [additionOf(target.subarray(first, end), gradients[at] as Gradient, first, addRows)]
        : [];
    }),
  );
  return ({ shares, scalars }) => {
    shares.forEach((share, half) => {
      if (share !== 0) for (const add of additions[half] ?? []) add(share);
    });
    loop.run(vectors, scalars);
  };
}

/** Adds a share of a gradient, from an element on, to a part of the gradient of the whole batch. */
function additionOf(
  target: Float32Array,
  gradient: Gradient,
  from: number,
  addRows: RowAddition,
): (share: number) => void {
  if ('rows' in gradient) {
    const first = from / widthOf(gradient);
    return (share) => addRows(target, gradient, { share, first });
  }
  const part = gradient.subarray(from, from + target.length);
  return (share) => {
    for (let at = 0; at < target.length; at++) {
      target[at] = (target[at] as number) + share * (part[at] as number);
    }
  };
}

/** Where the gradients of the parameters lie in their vector. */
function placesOf({ gradients, vectors }: StateVectors) {
  const { byteOffset } = vectors.gradient as Float32Array;
  return gradients.map((target) => ({ start: (target.byteOffset - byteOffset) / 4, target }));
}

/**
 * The ranges of an update that is divided, the first of them about a share of the whole. A row of an embedding stays in one
 * range, and each begins at a multiple of 16 bytes.
 */
export function dividedRanges(
  state: StateVectors,
  share: number,
): { readonly first: Range; readonly rest: Range } {
  const { results } = state.beside as unknown as HalfArrays;
  const size = (state.vectors.gradient as Float32Array).length;
  const wanted = share * size;
  const places = placesOf(state);
  const at = places.findLastIndex(({ start }) => start <= wanted);
  const { start } = places[at] as (typeof places)[0];
  const gradient = results[0]?.gradients[at] as Gradient;
  const unit = 4 * ('rows' in gradient ? widthOf(gradient) : 1);
  const point = start + Math.floor((wanted - start) / unit) * unit;
  return { first: { from: 0, to: point }, rest: { from: point, to: size } };
}

const widthOf = ({ indices, rows }: Exclude<Gradient, Float32Array>): number => rows.length / indices.length;
