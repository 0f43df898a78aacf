/**
 * P(|T| ≥ |t|) for Student's t with a whole number of degrees of freedom, by the finite series.
 *
 * Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4.
 *
 * @throws RangeError when the degrees of freedom are no positive integer
 */
export declare function studentTwoSided(t: number, degreesOfFreedom: number): number;
/** P(T ≥ t). */
export declare function studentUpper(t: number, degreesOfFreedom: number): number;
/** The t with P(|T| ≤ t) = `confidence`, by bisection. */
export declare function studentCritical(confidence: number, degreesOfFreedom: number): number;
