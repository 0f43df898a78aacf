/** The number of elements of a tensor. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, length) => size * length, 1);
}

/** Whether two shapes (or other lists of numbers) are equal. */
export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((length, axis) => length === b[axis]);
}

/**
 * The common shape of operands under NumPy's rules.
 *
 * @throws Error when two lengths differ and neither is 1
 */
export function broadcastShapes(...shapes: readonly (readonly number[])[]): number[] {
  const rank = Math.max(0, ...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    const lengths = shapes
      .map((shape) => shape[axis - rank + shape.length] ?? 1)
      .filter((length) => length !== 1);
    const [length = 1] = lengths;
    if (lengths.some((other) => other !== length)) {
      throw new Error(`broadcast: shapes ${shapes.map((shape) => `[${shape}]`).join(' and ')} don't match`);
    }
    return length;
  });
}

/**
 * The axes of `axis` (one, several, or all when absent) as sorted non-negative numbers.
 *
 * @throws Error when one isn't an axis of a tensor of that rank
 */
export function resolveAxes(axis: number | readonly number[] | null | undefined, rank: number): number[] {
  if (axis === null || axis === undefined) return Array.from({ length: rank }, (_, index) => index);
  const axes = typeof axis === 'number' ? [axis] : axis;
  const outside = axes.find((one) => !Number.isInteger(one) || one < -rank || one >= rank);
  if (outside !== undefined) {
    throw new Error(
      `axis ${outside}: expected an integer from ${-rank} to ${rank - 1} for a tensor of rank ${rank}`,
    );
  }
  return axes.map((one) => (one < 0 ? one + rank : one)).sort((a, b) => a - b);
}

/** The shape after a reduction over `axes`. */
export function reducedShape(
  shape: readonly number[],
  axes: readonly number[],
  keepDimensions: boolean,
): number[] {
  const reduced = new Set(axes);
  return keepDimensions
    ? shape.map((length, axis) => (reduced.has(axis) ? 1 : length))
    : shape.filter((_, axis) => !reduced.has(axis));
}
