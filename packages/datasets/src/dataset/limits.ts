/**
 * The positions of `count` examples, evenly spread over each class and with the classes in the proportion of the whole.
 *
 * @throws RangeError unless `count` is an integer from 1 to the number of labels
 */
export function spreadPositions(labels: Int32Array, count: number): Uint32Array {
  if (!Number.isInteger(count) || count < 1 || count > labels.length) {
    throw new RangeError(`limits: expected from 1 to ${labels.length} examples, got ${count}`);
  }
  const byClass = [...labels.keys()].sort((a, b) => (labels[a] as number) - (labels[b] as number) || a - b);
  const spread = Uint32Array.from({ length: count }, (_, index) => {
    return byClass[Math.floor((index * labels.length) / count)] as number;
  });
  return spread.sort();
}
