import { groupBy } from '../collections/groups.js';

/**
 * Moves labels apart: positions at least `gap` from each other and inside [0, extent], in the order of the given
 * ones and as near to them as a pass down and a pass up bring them.
 */
export function spread(positions: readonly number[], gap: number, extent: number): number[] {
  const order = [...positions.keys()].sort((a, b) => (positions[a] as number) - (positions[b] as number));
  const placed = order.map((position) => positions[position] as number);
  for (let at = 1; at < placed.length; at++) {
    placed[at] = Math.max(placed[at] as number, (placed[at - 1] as number) + gap);
  }
  let limit = extent;
  for (let at = placed.length - 1; at >= 0; at--) {
    placed[at] = Math.min(placed[at] as number, limit);
    limit = (placed[at] as number) - gap;
  }
  return positions.map((_, position) => placed[order.indexOf(position)] as number);
}

/** Two ends of an axis. */
export type Extent = readonly [low: number, high: number];

/** The extent of values with a margin on both sides, wide enough to draw even when they are equal. */
export function paddedExtent(values: readonly number[]): Extent {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const padding = high > low ? 0.05 * (high - low) : Math.max(Math.abs(high) * 0.01, 1e-6);
  return [low - padding, high + padding];
}

/** How values become places, and places values. */
export interface Scale {
  forth(value: number): number;
  back(place: number): number;
}

/** Values are their places. */
export const LINEAR: Scale = { forth: (value) => value, back: (place) => place };

/** Places are the logarithms of values. */
export const LOGARITHMIC: Scale = { forth: Math.log, back: Math.exp };

/**
 * Values moved apart so far that labels beside them, right of the plot, don't overlap.
 *
 * @param extent of the plot, in places
 */
export function marginLabels<Item extends { readonly value: number }>(
  items: readonly Item[],
  [low, high]: Extent,
  {
    height,
    gap = 15,
    scale = LINEAR,
  }: { readonly height: number; readonly gap?: number; readonly scale?: Scale },
): Item[] {
  const pixels = items.map(({ value }) => (height * (high - scale.forth(value))) / (high - low));
  return spread(pixels, gap, height).map((pixel, at) => ({
    ...(items[at] as Item),
    value: scale.back(high - (pixel * (high - low)) / height),
  }));
}

/** The last point of each mechanism, by a position of them. */
export function lastPoints<Point extends { readonly mechanism: string }>(
  points: readonly Point[],
  positionOf: (point: Point) => number,
): Point[] {
  const groups = groupBy(points, ({ mechanism }) => mechanism);
  return [...groups.values()].map((group) =>
    group.reduce((last, point) => (positionOf(point) >= positionOf(last) ? point : last)),
  );
}
