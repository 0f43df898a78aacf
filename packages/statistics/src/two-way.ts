/** One source of variance in a two-way layout. */
export interface Source {
  readonly sumOfSquares: number;
  readonly degreesOfFreedom: number;
  /** Sum of squares divided by degrees of freedom. */
  readonly meanSquare: number;
  /** Its part of all sums of squares, from 0 to 1; 0 where all values are equal. */
  readonly share: number;
}

/** Analysis of variance of a two-way layout with one value a cell. */
export interface TwoWay {
  readonly mean: number;
  readonly rows: Source;
  readonly columns: Source;
  /** What neither rows nor columns explain: their interaction, and chance. */
  readonly residual: Source;
}

/**
 * The analysis of variance of rows × columns, one value a cell, at least two of each.
 *
 * Source: Scheffé (1959), The Analysis of Variance, chapter 4.
 *
 * @param values row by row, each of the same length
 * @throws RangeError when there are fewer rows or columns, or rows of different lengths
 */
export function twoWayAnova(values: readonly ArrayLike<number>[]): TwoWay {
  const [first] = values;
  const [rows, columns] = [values.length, first?.length ?? 0];
  if (rows < 2 || columns < 2 || values.some(({ length }) => length !== columns)) {
    throw new RangeError(
      `two-way analysis: expected at least 2 rows of the same 2 or more columns, got rows of ${values.map(({ length }) => length).join(', ') || 'nothing'}`,
    );
  }
  const rowMeans = values.map((row) => total(row) / columns);
  const mean = total(rowMeans) / rows;
  const columnMeans = Float64Array.from({ length: columns }, (_, column) => {
    return values.reduce((sum, row) => sum + (row[column] as number), 0) / rows;
  });
  const ofRows = columns * squares(rowMeans, mean);
  const ofColumns = rows * squares(columnMeans, mean);
  let rest = 0;
  values.forEach((row, at) => {
    for (let column = 0; column < columns; column++) {
      const expected = (rowMeans[at] as number) + (columnMeans[column] as number) - mean;
      rest += ((row[column] as number) - expected) ** 2;
    }
  });
  const all = ofRows + ofColumns + rest;
  const source = (sumOfSquares: number, degreesOfFreedom: number): Source => ({
    sumOfSquares,
    degreesOfFreedom,
    meanSquare: sumOfSquares / degreesOfFreedom,
    share: all === 0 ? 0 : sumOfSquares / all,
  });
  return {
    mean,
    rows: source(ofRows, rows - 1),
    columns: source(ofColumns, columns - 1),
    residual: source(rest, (rows - 1) * (columns - 1)),
  };
}

function total(values: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at] as number;
  return sum;
}

function squares(values: ArrayLike<number>, centre: number): number {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += ((values[at] as number) - centre) ** 2;
  return sum;
}
