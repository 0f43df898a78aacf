/** Fewer values carry no interval and no test. */
export declare const FEWEST_SEEDS = 3;
/** The arithmetic mean of at least one value. */
export declare function mean(values: readonly number[]): number;
/** The sample standard deviation (n − 1); none of fewer than two values. */
export declare function standardDeviation(values: readonly number[]): number | undefined;
/** The quantile of values in ascending order, linear between neighbours (the definition of NumPy and R's type 7). */
export declare function quantileOfSorted(sorted: ArrayLike<number>, probability: number): number;
