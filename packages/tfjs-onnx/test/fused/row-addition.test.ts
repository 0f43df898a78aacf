import { describe, expect, it } from 'vitest';
import { addRows, allocateVectors, rowAddition, tensorSpec } from '../../src/index.js';

const [ROWS, COUNT] = [11, 9];

/** A table and rows for some of it, in one memory; two of the indices are out of range, others are there twice. */
function sample(width: number, shared: boolean) {
  const { memory, parts, beside } = allocateVectors(
    {
      count: 1,
      lengths: [ROWS * width],
      beside: { indices: tensorSpec([COUNT], 'int32'), rows: tensorSpec([COUNT, width]) },
    },
    { shared },
  );
  const table = parts[0]?.[0] as Float32Array;
  const terms = beside as unknown as { indices: Int32Array; rows: Float32Array };
  terms.indices.set([3, 0, -1, 10, 3, 11, 3, 2 ** 29, 7]);
  table.forEach((_, at) => {
    table[at] = Math.sin(at);
  });
  terms.rows.forEach((_, at) => {
    terms.rows[at] = Math.cos(at) * 1e3;
  });
  return { memory, table, terms };
}

describe('rowAddition', () => {
  it.each([
    [4, false],
    [32, false],
    [32, true],
    [3, false],
    [6, true],
  ])('adds rows of %i as addRows does; on shared memory: %o', (width, shared) => {
    const { memory, table, terms } = sample(width, shared);
    const expected = table.slice();
    const options = { share: Math.fround(1 / 3) };
    addRows(expected, terms, options);
    rowAddition(memory)(table, terms, options);
    expect(table).toEqual(expected);
    expect(table[3 * width]).not.toBe(Math.fround(Math.sin(3 * width)));
    expect(table[width]).toBe(Math.fround(Math.sin(width)));
  });

  it.each([4, 3])('adds to a part of a table of rows of %i what belongs there', (width) => {
    const { memory, table, terms } = sample(width, false);
    const expected = table.slice();
    addRows(expected, terms);
    for (const [first, end] of [
      [0, 3],
      [3, 8],
      [8, ROWS],
    ] as const) {
      rowAddition(memory)(table.subarray(first * width, end * width), terms, { first });
    }
    expect(table).toEqual(expected);
  });

  it('adds nothing where there are no rows', () => {
    const { memory, table, terms } = sample(4, false);
    const before = table.slice();
    const none = { indices: terms.indices.subarray(0, 0), rows: terms.rows.subarray(0, 0) };
    rowAddition(memory)(table, none);
    expect(table).toEqual(before);
  });
});
