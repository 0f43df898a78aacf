import type { TensorData } from './tree.js';

/** A sum of rows before it is formed: row `indices[n]` of a table is to get row `n` of `rows`. */
export interface RowTerms {
  /** `[N]` */
  readonly indices: Int32Array;
  /** `[N, ...]` */
  readonly rows: Float32Array;
}

/** How rows are added. */
export interface AdditionOptions {
  /** What each row is multiplied by, a float32 number (default 1). */
  readonly share?: number;
  /** The index of the table's first row (default 0). */
  readonly first?: number;
}

/**
 * Copies rows of a table to their places in another; an index out of range copies nothing.
 *
 * @param width the numbers of a row
 */
export function copyRows(
  target: TensorData,
  source: TensorData,
  { indices, width }: { readonly indices: TensorData; readonly width: number },
): void {
  for (let row = 0; row < indices.length; row++) {
    const start = (indices[row] as number) * width;
    if (start < 0 || start >= source.length) continue;
    for (let at = start; at < start + width; at++) target[at] = source[at] as number;
  }
}

/** Sets each row of a table to the sum of the rows with its index. */
export function setRows(table: Float32Array, terms: RowTerms): void {
  table.fill(0);
  addRows(table, terms);
}

/**
 * Adds rows to those of a table, in order; an index out of range adds nothing. Products and sums are those of float32.
 *
 * @param table `[M, ...]`, perhaps a part of the table that the indices are meant for
 */
export function addRows(
  table: Float32Array,
  { indices, rows }: RowTerms,
  { share = 1, first = 0 }: AdditionOptions = {},
): void {
  const width = rows.length / indices.length;
  for (let row = 0; row < indices.length; row++) {
    const to = ((indices[row] as number) - first) * width;
    if (to < 0 || to >= table.length) continue;
    for (let from = row * width, column = 0; column < width; column++) {
      table[to + column] =
        (table[to + column] as number) + Math.fround(share * (rows[from + column] as number));
    }
  }
}
