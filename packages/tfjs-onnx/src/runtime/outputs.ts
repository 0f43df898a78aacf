import type { SeparatedGraph } from '../passes/separate-row-sums.js';
import { type RowTerms, setRows } from '../tensors/rows.js';
import type { DataType, TensorData, TensorSpec, Tree } from '../tensors/tree.js';
import { checkData, createArray } from './session.js';

/** How the outputs of a function come from what its graph writes. */
export interface OutputPlan {
  /** Where the graph writes: `targets`, one for each output of the function, and buffers in the place of sums of rows. */
  arrays(targets: readonly TensorData[]): Tree<TensorData>[];
  /** Completes `targets` after a run. */
  complete(targets: readonly TensorData[]): void;
}

/** What a graph writes for each output of its function: that output, or rows that are to be added up. */
export function separateSpecs({ outputs }: SeparatedGraph): Tree<TensorSpec>[] {
  return outputs.map((output) =>
    'rows' in output
      ? { indices: specOf(output.indices.value), rows: specOf(output.rows.value) }
      : specOf(output.value),
  );
}

/**
 * The outputs of a graph whose sums of rows are separate: a plain loop forms them in order. ONNX Runtime would fill
 * and copy a whole table to add a few rows to it.
 */
export function planOutputs({ outputs }: SeparatedGraph): OutputPlan {
  const sums = outputs.flatMap((output, target) => {
    if (!('rows' in output)) return [];
    const parts = [output.indices, output.rows].map(({ value }) => createArray(specOf(value)));
    const [indices, rows] = parts as [Int32Array, Float32Array];
    const binding = { name: output.sum.name, spec: specOf(output.sum.value) };
    return [{ target, binding, terms: { indices, rows } satisfies RowTerms }];
  });
  return {
    arrays(targets) {
      const arrays: Tree<TensorData>[] = [...targets];
      for (const { target, binding, terms } of sums) {
        checkData(binding, targets[target] as TensorData);
        arrays[target] = terms;
      }
      return arrays;
    },
    complete(targets) {
      for (const { target, terms } of sums) setRows(targets[target] as Float32Array, terms);
    },
  };
}

function specOf({ shape, type }: { readonly shape: readonly number[]; readonly type: string }): TensorSpec {
  return { shape, dtype: type as DataType };
}
