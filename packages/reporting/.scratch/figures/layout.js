/**
 * Moves labels apart: positions at least `gap` from each other and inside [0, extent], in the order of the given
 * ones and as near to them as a pass down and a pass up bring them.
 */
export function spread(positions, gap, extent) {
  const order = [...positions.keys()].sort((a, b) => positions[a] - positions[b]);
  const placed = order.map((position) => positions[position]);
  for (let at = 1; at < placed.length; at++) {
    placed[at] = Math.max(placed[at], placed[at - 1] + gap);
  }
  let limit = extent;
  for (let at = placed.length - 1; at >= 0; at--) {
    placed[at] = Math.min(placed[at], limit);
    limit = placed[at] - gap;
  }
  const result = new Array(positions.length);
  order.forEach((position, rank) => {
    result[position] = placed[rank];
  });
  return result;
}
/** The extent of values with a margin on both sides, wide enough to draw even when they are equal. */
export function paddedExtent(values) {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const padding = high > low ? 0.05 * (high - low) : Math.max(Math.abs(high) * 0.01, 1e-6);
  return [low - padding, high + padding];
}
const LABEL_HEIGHT = 15;
/** Values moved apart so far that labels beside them, right of the plot, don't overlap. */
export function marginLabels(items, [low, high], height) {
  const pixels = items.map(({ value }) => (height * (high - value)) / (high - low));
  return spread(pixels, LABEL_HEIGHT, height).map((pixel, at) => ({
    ...items[at],
    value: high - (pixel * (high - low)) / height,
  }));
}
