/** Decided where the corrected p value is below it. */
export const SIGNIFICANCE = 0.05;

/**
 * Holm's correction: p values that hold the family-wise error, in the order of the given ones.
 *
 * Source: Holm (1979), “A simple sequentially rejective multiple test procedure”, Scandinavian Journal of Statistics 6(2).
 */
export function holm(pValues: readonly number[]): number[] {
  const order = [...pValues.keys()].sort(
    (left, right) => (pValues[left] as number) - (pValues[right] as number),
  );
  const adjusted = new Array<number>(pValues.length).fill(1);
  let largest = 0;
  order.forEach((position, rank) => {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * (pValues[position] as number)));
    adjusted[position] = largest;
  });
  return adjusted;
}
