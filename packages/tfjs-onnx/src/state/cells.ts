import { sizeOf } from '../tensors/shape.js';
import { ARRAY_TYPES, type DataType, type TensorData } from '../tensors/tree.js';
import type { Cell, CellUse } from './cell.js';
import { storedArray } from './store.js';

/** The cells of a compiled function in its runs. */
export interface Cells {
  /** The elements of those that it reads, at present: to read. */
  read(): Promise<TensorData[]>;
  /** Arrays for what a run assigns. */
  targets(): TensorData[];
  /** Gives those that a run assigned the elements of its targets. */
  assign(targets: readonly TensorData[]): void;
}

/** The cells that a function reads, and those that it assigns. */
export interface UsedCells {
  readonly read: readonly CellUse[];
  readonly assigned: readonly CellUse[];
}

/** Binds the cells of a function that keeps the arrays of one run for the next. */
export function bindCells({ read, assigned }: UsedCells): Cells {
  const readers = read.map(({ cell }) => reader(cell));
  const spare: (TensorData | undefined)[] = [];
  return {
    read: () => Promise.all(readers.map((each) => each())),
    targets: () =>
      assigned.map(({ cell, after }, at) => {
        cell.tensor();
        return spare[at] ?? new ARRAY_TYPES[after.type as DataType](sizeOf(after.shape));
      }),
    assign(targets) {
      assigned.forEach(({ cell }, at) => {
        spare[at] = cell.set(targets[at] as TensorData);
      });
    },
  };
}

/** Reads a cell; from a backend of TensorFlow.js only where its data changed since. */
function reader(cell: Cell): () => Promise<TensorData> {
  let last: { readonly dataId: object; readonly array: TensorData } | undefined;
  return async () => {
    const tensor = cell.tensor();
    const stored = storedArray(tensor);
    if (stored !== undefined) return stored;
    const { dataId } = tensor;
    if (last?.dataId !== dataId) {
      const ArrayType = ARRAY_TYPES[tensor.dtype as DataType];
      const data = await tensor.data();
      last = { dataId, array: data instanceof ArrayType ? data : ArrayType.from(data) };
    }
    return last.array;
  };
}

let turn: Promise<unknown> = Promise.resolve();

/** Runs of functions with cells one after another, since what one assigns the next reads. */
export function inTurn<Result>(action: () => Promise<Result>): Promise<Result> {
  const result = turn.then(action);
  turn = result.catch(() => undefined);
  return result;
}
