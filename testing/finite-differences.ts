/** Numbers in arrays of arrays. */
export type Nested = number[] | Nested[];

/**
 * The derivative of `loss` with respect to each number in `point`, by central differences: changes the numbers in
 * place, one after the other, and puts them back. In float64, with the default step, right to about 1e-9 of the loss.
 */
export function finiteDifferences(loss: () => number, point: Nested, step = 1e-5): Nested {
  return point.map((entry, position) => {
    if (typeof entry !== 'number') return finiteDifferences(loss, entry, step);
    const numbers = point as number[];
    numbers[position] = entry + step;
    const above = loss();
    numbers[position] = entry - step;
    const below = loss();
    numbers[position] = entry;
    return (above - below) / (2 * step);
  }) as Nested;
}
