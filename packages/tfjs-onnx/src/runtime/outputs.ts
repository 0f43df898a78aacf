import type { SeparatedGraph } from '../passes/separate-row-sums.js';
import { sizeOf } from '../shape.js';
import type { TensorData, TensorSpec } from '../tree.js';
import { arrayTypes, type Binding } from './session.js';

/** How the outputs of a function come from the arrays that its graph writes. */
export interface OutputPlan {
  /** What the graph writes into `targets`, one array an output of the function, and buffers. */
  readonly bindings: readonly Binding[];
  arrays(targets: readonly TensorData[]): readonly TensorData[];
  /** Completes `targets` after a run. */
  complete(targets: readonly TensorData[]): void;
}

/** A zeroed array for a tensor. */
function createArray({ shape, dtype }: TensorSpec): TensorData {
  return new arrayTypes[dtype](sizeOf(shape));
}

/**
 * The arrays that outputs go to: those of `into`, or new ones.
 * @throws when `into` is no tree like `specs`, or an array is of another type or length
 */
export function targetsOf(specs: Tree<TensorSpec>, into: Tree<TensorData> | undefined): TensorData[] {
  if (into === undefined) return leaves<TensorSpec>(specs).map(createArray);
  return alignLeaves<TensorData>(specs, into, 'run: into').map((array, index) => {
    const [path, spec] = entries<TensorSpec>(specs)[index] as [string, TensorSpec];
    checkData(path, spec, array);
    return array;
  });
}

/**
 * The outputs of a graph whose sums of rows are separate: a plain loop forms them in order. ONNX Runtime would fill
 * and copy a whole table to add a few rows to it.
 */
export function planOutputs({ outputs }: SeparatedGraph): OutputPlan {
  const bindings: Binding[] = [];
  const sums: { target: number; indices: Int32Array; rows: Float32Array }[] = [];
  const sources: (number | TensorData)[] = [];
  const bind = ({ name, value }: { name: string; value: { shape: readonly number[]; type: string } }) => {
    const spec = { shape: value.shape, dtype: value.type as TensorSpec['dtype'] };
    bindings.push({ name, spec });
    return spec;
  };
  outputs.forEach((output, target) => {
    if ('rows' in output) {
      const indices = createArray(bind(output.indices)) as Int32Array;
      const rows = createArray(bind(output.rows)) as Float32Array;
      sums.push({ target, indices, rows });
      sources.push(indices, rows);
    } else {
      bind(output);
      sources.push(target);
    }
  });
  return {
    bindings,
    arrays: (targets) =>
      sources.map((source) => (typeof source === 'number' ? (targets[source] as TensorData) : source)),
    complete(targets) {
      for (const { target, indices, rows } of sums) addRows(targets[target] as Float32Array, indices, rows);
    },
  };
}

/** Sets each row of `table` to the sum of the `rows` with its index. */
function addRows(table: Float32Array, indices: Int32Array, rows: Float32Array): void {
  const width = rows.length / indices.length;
  table.fill(0);
  let from = 0;
  for (const index of indices) {
    const start = index * width;
    for (let to = start; to < start + width; to++) {
      table[to] = (table[to] as number) + (rows[from++] as number);
    }
  }
}
