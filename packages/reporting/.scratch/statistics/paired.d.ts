/** Values by seed. */
export type BySeed = ReadonlyMap<number, number>;
/** The seeds that both have, ascending. */
export declare function sharedSeeds(left: BySeed, right: BySeed): number[];
/** left − right for every seed that both have, in the order of the seeds. */
export declare function pairedDifferences(left: BySeed, right: BySeed): number[];
/** Student's t test of paired differences against a mean of zero, two-sided. */
export interface PairedTest {
  mean: number;
  /** Of the mean. */
  standardError: number;
  /** 95 % interval of the mean. */
  interval: readonly [low: number, high: number];
  t: number;
  degreesOfFreedom: number;
  p: number;
}
/** The test; none of fewer than three differences. Equal differences give p = 0, or p = 1 when they are zero. */
export declare function pairedTTest(differences: readonly number[]): PairedTest | undefined;
