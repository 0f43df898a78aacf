import type { Node, Value } from '../graph/graph.js';

/** Rows of up to 64 bytes, a line of the cache: moving one costs as much as moving a longer one. */
const SHORT_ROW = 16;

/**
 * Whether a transposition exchanges the two axes before the last, and so moves rows, and these are short: as
 * splitting a tensor into heads, or merging them, does.
 */
export function movesShortRows({ attributes, outputs: [output] }: Node): boolean {
  const { perm: permutation } = attributes as { perm: readonly number[] };
  const last = permutation.length - 1;
  const isExchange = permutation.every((axis, position) => {
    if (position === last - 1) return axis === last - 2;
    return axis === (position === last - 2 ? last - 1 : position);
  });
  return last >= 2 && isExchange && ((output as Value).shape[last] as number) <= SHORT_ROW;
}
