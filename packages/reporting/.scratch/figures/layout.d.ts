/**
 * Moves labels apart: positions at least `gap` from each other and inside [0, extent], in the order of the given
 * ones and as near to them as a pass down and a pass up bring them.
 */
export declare function spread(positions: readonly number[], gap: number, extent: number): number[];
/** The extent of values with a margin on both sides, wide enough to draw even when they are equal. */
export declare function paddedExtent(values: readonly number[]): readonly [number, number];
/** Values moved apart so far that labels beside them, right of the plot, don't overlap. */
export declare function marginLabels<
  Item extends {
    value: number;
  },
>(items: readonly Item[], [low, high]: readonly [number, number], height: number): Item[];
