import type { AnyBatch, ReadableExamples, Values } from './readable.js';
import { assertChanged, type BatchesOptions, batchesOf, positionsWhere } from './traversal.js';

/** Examples that are read in batches, in any order. */
export interface ExampleSet<Batch extends AnyBatch = Record<string, Values>> extends ReadableExamples<Batch> {
  /**
   * All examples in batches of `size`, the last with those that are left: `for await (const { tokens } of set.batches(32))`.
   * The next batch is begun while one is used.
   */
  batches(size: number, options?: BatchesOptions): AsyncGenerator<Batch, void, undefined>;
  /**
   * The examples that a question is answered with yes for, as a set of their own: `await set.filter(({ label }) => label[0] === 1)`.
   * Reads all of them once; nothing but positions is kept.
   *
   * @param isWanted is given an example's values by field, and its position
   */
  filter(isWanted: (example: Batch, position: number) => boolean): Promise<ExampleSet<Batch>>;
  /** The same examples with the values that `change` makes of each batch; the labels stay. Nothing is read until a batch is. */
  map<Changed extends AnyBatch>(change: (batch: Batch) => Changed): ExampleSet<Changed>;
}

/** Adds to examples that can be read what one does with them. */
export function examplesOf<Batch extends AnyBatch>(readable: ReadableExamples<Batch>): ExampleSet<Batch> {
  const { size, labels } = readable;
  return {
    size,
    labels,
    batch: (positions, augmentation) => readable.batch(positions, augmentation),
    batches: (count, options) => batchesOf(readable, count, options),
    filter: async (isWanted) => selectExamples(readable, await positionsWhere(readable, isWanted)),
    map: (change) =>
      examplesOf({
        size,
        labels,
        async batch(positions, augmentation) {
          const before = await readable.batch(positions, augmentation);
          const changed = change(before);
          assertChanged(changed, before);
          return changed;
        },
      }),
  };
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
  for (const [name, values] of Object.entries(columns)) assertTyped(name, values);
  if (labels === undefined)
    throw new TypeError('examples: expected the field label, the class of each example, got none');
  const size = labels.length;
  if (size === 0) throw new RangeError('examples: expected one or more, got none');
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

  return examplesOf({ size, labels, batch });
}

/** @throws TypeError unless these are values of a field */
function assertTyped(name: string, values: unknown): void {
  if (values instanceof Int32Array || values instanceof Float32Array) return;
  const got = (values as object | undefined)?.constructor?.name ?? String(values);
  throw new TypeError(
    `examples: expected an Int32Array or a Float32Array in ${name}, got ${got}; Int32Array.from(…) makes one`,
  );
}

/** The examples at some positions of a set, as a set of their own. Nothing is copied but the labels. */
export function selectExamples<Batch extends AnyBatch>(
  examples: ReadableExamples<Batch>,
  positions: Uint32Array,
): ExampleSet<Batch> {
  const labels = Int32Array.from(positions, (position) => {
    return examples.labels[checkedPosition(position, examples.size)] as number;
  });
  return examplesOf({
    size: positions.length,
    labels,
    batch: async (chosen, augmentation) =>
      examples.batch(
        checkedPositions(chosen, positions.length).map((position) => positions[position] as number),
        augmentation,
      ),
  });
}

/** @throws TypeError for what is no list of positions @throws RangeError for a position outside 0 … size − 1 */
export function checkedPositions(positions: ArrayLike<number>, size: number): number[] {
  if (typeof positions !== 'object' || positions === null || !Number.isInteger(positions.length)) {
    throw new TypeError(
      `batch: expected positions of examples such as [0, 1, 2], got ${JSON.stringify(positions) ?? String(positions)}; ` +
        'for batches of 32: for await (const batch of examples.batches(32))',
    );
  }
  return Array.from(positions, (position) => checkedPosition(position, size));
}

function checkedPosition(position: number, size: number): number {
  if (!Number.isInteger(position) || position < 0 || position >= size) {
    throw new RangeError(`examples: expected positions from 0 to ${size - 1}, got ${position}`);
  }
  return position;
}
