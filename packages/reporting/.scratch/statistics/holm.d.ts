/**
 * Holm's correction: p values that hold the family-wise error, in the order of the given ones.
 *
 * Source: Holm (1979), “A simple sequentially rejective multiple test procedure”, Scandinavian Journal of Statistics 6(2).
 */
export declare function holm(pValues: readonly number[]): number[];
