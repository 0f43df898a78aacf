import type { RandomStream } from '@better-attention/random';

/** The shape of one example's values in a field, and their type. */
export interface Field {
  readonly shape: readonly number[];
  readonly dtype: 'int32' | 'float32';
}

/** The values of one field, example after example. */
export type Values = Int32Array | Float32Array;

/** Examples that are read in batches, in any order. */
export interface ExampleSet<Batch extends Readonly<Record<string, Values>> = Record<string, Values>> {
  readonly size: number;
  /** The class of each example. */
  readonly labels: Int32Array;
  /**
   * The examples at some positions, in their order: for each field an array of B × its shape. Where that is much work,
   * it begins at once on another thread, so that batches that are asked for early are made while this one computes.
   *
   * @param augmentation the stream of a training step, from which images are flipped, turned and zoomed where the data
   *   set's options say so; without it, nothing is changed
   * @throws RangeError for a position outside 0 … size − 1
   */
  batch(positions: ArrayLike<number>, augmentation?: RandomStream): Promise<Batch>;
}

/**
 * Examples that lie in memory, field by field.
 *
 * @param columns the values of each field, example after example; the field `label` has one a example
 */
export function exampleSet<Columns extends { readonly label: Int32Array } & Readonly<Record<string, Values>>>(
  columns: Columns,
): ExampleSet<Columns> {
  const labels = columns.label;
  const size = labels.length;
  for (const [name, { length }] of Object.entries(columns)) {
    if (length % size !== 0) {
      throw new RangeError(`examples: expected a multiple of ${size} values in ${name}, got ${length}`);
    }
  }

  async function batch(positions: ArrayLike<number>): Promise<Columns> {
    const rows = checkedPositions(positions, size);
    const gatheredColumns = Object.fromEntries(
      Object.entries(columns).map(([name, values]) => {
        const width = values.length / size;
        const gathered = new (values.constructor as new (length: number) => Values)(rows.length * width);
        rows.forEach((row, index) => {
          gathered.set(values.subarray(row * width, (row + 1) * width), index * width);
        });
        return [name, gathered];
      }),
    );
    return gatheredColumns as Readonly<Record<string, Values>> as Columns;
  }

  return { size, labels, batch };
}

/** The examples at some positions of a set, as a set of their own. Nothing is copied but the labels. */
export function selectExamples(examples: ExampleSet, positions: Uint32Array): ExampleSet {
  const labels = Int32Array.from(positions, (position) => {
    return examples.labels[checkedPosition(position, examples.size)] as number;
  });
  return {
    size: positions.length,
    labels,
    batch: async (chosen, augmentation) =>
      examples.batch(
        checkedPositions(chosen, positions.length).map((position) => positions[position] as number),
        augmentation,
      ),
  };
}

/** @throws RangeError for a position outside 0 … size − 1 */
export function checkedPositions(positions: ArrayLike<number>, size: number): number[] {
  return Array.from(positions, (position) => checkedPosition(position, size));
}

function checkedPosition(position: number, size: number): number {
  if (!Number.isInteger(position) || position < 0 || position >= size) {
    throw new RangeError(`examples: expected positions from 0 to ${size - 1}, got ${position}`);
  }
  return position;
}
