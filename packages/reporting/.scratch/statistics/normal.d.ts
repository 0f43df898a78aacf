/**
 * The standard normal distribution function, to about 1e-15 absolutely.
 *
 * Source: Marsaglia (2004), “Evaluating the normal distribution”, Journal of Statistical Software 11(4).
 */
export declare function normalCdf(z: number): number;
/** The inverse of {@link normalCdf}, by bisection. */
export declare function normalQuantile(probability: number): number;
