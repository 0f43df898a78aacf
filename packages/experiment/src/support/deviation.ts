/** The largest difference relative to the largest number of the reference; NaN where a number is not finite. */
export function deviationOf(output: ArrayLike<number>, reference: ArrayLike<number>): number {
  return deviationOfAll([output], [reference]);
}

/** As above, of several arrays together. */
export function deviationOfAll(
  outputs: readonly ArrayLike<number>[],
  references: readonly ArrayLike<number>[],
): number {
  let [largest, difference] = [0, 0];
  for (const [index, reference] of references.entries()) {
    const output = outputs[index] ?? [];
    for (let at = 0; at < reference.length; at++) {
      largest = Math.max(largest, Math.abs(reference[at] as number));
      difference = Math.max(difference, Math.abs((output[at] as number) - (reference[at] as number)));
    }
  }
  return difference / largest;
}
