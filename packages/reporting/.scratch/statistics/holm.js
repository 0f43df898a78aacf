/**
 * Holm's correction: p values that hold the family-wise error, in the order of the given ones.
 *
 * Source: Holm (1979), “A simple sequentially rejective multiple test procedure”, Scandinavian Journal of Statistics 6(2).
 */
export function holm(pValues) {
  const order = [...pValues.keys()].sort((left, right) => pValues[left] - pValues[right]);
  const adjusted = new Array(pValues.length).fill(1);
  let largest = 0;
  order.forEach((position, rank) => {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * pValues[position]));
    adjusted[position] = largest;
  });
  return adjusted;
}
