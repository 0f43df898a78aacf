import type { NamedValue } from '../graph/graph.js';
import type { SeparatedGraph } from '../passes/separate-row-sums.js';
import { sizeOf } from '../tensors/shape.js';
import {
  ARRAY_TYPES,
  alignLeaves,
  type DataType,
  leaves,
  type TensorData,
  type TensorSpec,
  type Tree,
} from '../tensors/tree.js';
import { type Binding, checkData } from './session.js';

/** How the outputs of a function come from the arrays that its graph writes. */
export interface OutputPlan {
  /** What the graph writes. */
  readonly bindings: readonly Binding[];
  /** Where it writes that: `targets`, one for each output of the function, and buffers. */
  arrays(targets: readonly TensorData[]): readonly TensorData[];
  /** Completes `targets` after a run. */
  complete(targets: readonly TensorData[]): void;
}

/** A zeroed array for a tensor. */
function createArray({ shape, dtype }: TensorSpec): TensorData {
  return new ARRAY_TYPES[dtype](sizeOf(shape));
}

/**
 * The arrays that outputs go to: those of `into`, or new ones.
 *
 * @throws Error when `into` isn't a tree like `specs`
 */
export function targetsOf(specs: Tree<TensorSpec>, into: Tree<TensorData> | undefined): TensorData[] {
  return into === undefined
    ? leaves<TensorSpec>(specs).map(createArray)
    : alignLeaves<TensorData>(specs, into, 'run: into');
}

/**
 * The outputs of a graph whose sums of rows are separate: a plain loop forms them in order. ONNX Runtime would fill
 * and copy a whole table to add a few rows to it.
 */
export function planOutputs({ outputs }: SeparatedGraph): OutputPlan {
  const written: { binding: Binding; from: number | TensorData }[] = [];
  const sums: { binding: Binding; target: number; indices: Int32Array; rows: Float32Array }[] = [];
  outputs.forEach((output, target) => {
    if (!('rows' in output)) {
      written.push({ binding: bindingOf(output), from: target });
      return;
    }
    const parts = [output.indices, output.rows].map(bindingOf);
    const [indices, rows] = parts.map(({ spec }) => createArray(spec)) as [Int32Array, Float32Array];
    written.push(...parts.map((binding, part) => ({ binding, from: part === 0 ? indices : rows })));
    sums.push({ binding: bindingOf(output.sum), target, indices, rows });
  });
  return {
    bindings: written.map(({ binding }) => binding),
    arrays(targets) {
      for (const { binding, target } of sums) checkData(binding, targets[target] as TensorData);
      return written.map(({ from }) => (typeof from === 'number' ? (targets[from] as TensorData) : from));
    },
    complete(targets) {
      for (const { target, indices, rows } of sums) addRows(targets[target] as Float32Array, indices, rows);
    },
  };
}

const bindingOf = ({ name, value }: NamedValue): Binding => ({
  name,
  spec: { shape: value.shape, dtype: value.type as DataType },
});

/** Sets each row of `table` to the sum of the `rows` with its index, in order. */
function addRows(table: Float32Array, indices: Int32Array, rows: Float32Array): void {
  const width = rows.length / indices.length;
  table.fill(0);
  indices.forEach((index, row) => {
    const to = index * width;
    if (to < 0 || to >= table.length) return;
    for (let from = row * width, column = 0; column < width; column++) {
      table[to + column] = (table[to + column] as number) + (rows[from + column] as number);
    }
  });
}
