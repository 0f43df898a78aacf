/**
 * Where Super attention takes as much as Standard, without biases, d_m being D. Standard has `4 D²` parameters and
 * `4 ℓ D²` multiply-adds in its linear maps, Super `2 D² + ℓ²` and `2 ℓ D² + ℓ² D`.
 *
 *     2 D² + ℓ² = 4 D²          at ℓ = √2 · D; at ℓ = D, Super has 3 D², a quarter fewer
 *     2 ℓ D² + ℓ² D = 4 ℓ D²    at ℓ = 2 · D
 *
 * Both add `2 ℓ² D` in scores and weighted sums, so that all FLOPs are equal where those of the linear maps are.
 */
export declare const CROSSOVERS: readonly [
  {
    readonly measure: 'parameters';
    readonly title: 'Parameters without biases';
    readonly factor: number;
    readonly symbol: '√2';
  },
  {
    readonly measure: 'linearMultiplyAdds';
    readonly title: 'Multiply-adds in linear maps';
    readonly factor: 2;
    readonly symbol: '2';
  },
  {
    readonly measure: 'flops';
    readonly title: 'FLOPs';
    readonly factor: 2;
    readonly symbol: '2';
  },
];
/** Where a curve of ratios crosses 1, going up. */
export interface Crossing {
  /** The last position whose ratio is below 1, and the first after it whose ratio is above. */
  between: readonly [low: number, high: number];
  /** In between, linear on logarithms of both. */
  near: number;
}
/** A ratio at a position of an axis; where it has an interval, it counts as below or above 1 with all of it alone. */
export interface RatioAt {
  position: number;
  ratio: number;
  interval: readonly [low: number, high: number] | undefined;
}
/** The crossing of 1 of ratios in ascending order of their positions, if there is one. */
export declare function crossingOf(ratios: readonly RatioAt[]): Crossing | undefined;
