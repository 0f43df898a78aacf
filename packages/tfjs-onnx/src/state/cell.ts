import type { Tensor } from '@tensorflow/tfjs-core';
import type { Value } from '../graph/graph.js';
import type { TensorData } from '../tensors/tree.js';

/** What lasts from one call of a function to the next: a variable, or a state of a recurrent layer. */
export interface Cell {
  /** E.g. `dense_Dense1/kernel`. */
  readonly name: string;
  /**
   * Its tensor at present.
   *
   * @throws Error when it is disposed
   */
  tensor(): Tensor;
  /** Takes `array` as its elements; returns the array that it had, where nothing else can need it. */
  set(array: TensorData): TensorData | undefined;
}

/** What a recorded function does with a cell. */
export interface CellUse {
  readonly cell: Cell;
  /** What it reads, an input. */
  readonly before: Value;
  /** What it leaves: `before` itself unless it assigns something. */
  readonly after: Value;
}

/** What begins the names of inputs that stand for cells. */
export const CELL_PREFIX = 'variable.';
