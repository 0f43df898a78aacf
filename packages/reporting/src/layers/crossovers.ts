import type { RatioAt } from './ratios.js';

/**
 * Where Super attention takes as much as Standard, without biases, d_m being D. Standard has `4 D²` parameters and
 * `4 ℓ D²` multiply-adds in its linear maps, Super `2 D² + ℓ²` and `2 ℓ D² + ℓ² D`.
 *
 *     2 D² + ℓ² = 4 D²          at ℓ = √2 · D; at ℓ = D, Super has 3 D², a quarter fewer
 *     2 ℓ D² + ℓ² D = 4 ℓ D²    at ℓ = 2 · D
 *
 * Both add `2 ℓ² D` in scores and weighted sums, so that all FLOPs are equal where those of the linear maps are.
 */
export const CROSSOVERS = [
  { column: 'parameters', title: 'Parameters without biases', factor: Math.SQRT2, symbol: '√2' },
  { column: 'linearMultiplyAdds', title: 'Multiply-adds in linear maps', factor: 2, symbol: '2' },
  { column: 'flops', title: 'FLOPs', factor: 2, symbol: '2' },
] as const;

/** Where a curve of ratios crosses 1, going up. */
export interface Crossing {
  /** The last position whose ratio is below 1, and the first after it whose ratio is above. */
  readonly between: readonly [low: number, high: number];
  /** In between, linear on logarithms of both. */
  readonly near: number;
}

/** A ratio to place; where it has an interval, it counts as below or above 1 with all of it alone. */
type Placed = Pick<RatioAt, 'position' | 'ratio' | 'interval'>;

/** The crossing of 1 of ratios in ascending order of their positions, if there is one. */
export function crossingOf(ratios: readonly Placed[]): Crossing | undefined {
  const above = ratios.find(
    ({ position, ratio, interval }) =>
      (interval?.[0] ?? ratio) > 1 && ratios.some((one) => one.position < position && isBelow(one)),
  );
  const below = above && ratios.findLast((one) => one.position < above.position && isBelow(one));
  if (!above || !below) return undefined;
  const between = ratios.filter(({ position }) => position >= below.position && position <= above.position);
  const after = between.findIndex(({ ratio }, index) => index > 0 && ratio >= 1);
  const [left, right] = [between[after - 1], between[after]] as [Placed, Placed];
  const share = Math.log(left.ratio) / (Math.log(left.ratio) - Math.log(right.ratio));
  const near = Math.exp(Math.log(left.position) + share * Math.log(right.position / left.position));
  return { between: [below.position, above.position], near };
}

function isBelow({ ratio, interval }: Placed): boolean {
  return (interval?.[1] ?? ratio) < 1;
}
