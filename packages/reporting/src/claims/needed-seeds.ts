import type { TrainingTable } from '../training/training-table.js';
import type { SeedsToDecide } from '../verdicts/finding.js';
import { hypothesisOf } from '../verdicts/hypotheses.js';
import { seedsToDecide } from '../verdicts/seeds.js';
import { betterPositive } from './performance-text.js';

/** What it takes to decide a claim on one mechanism of a table. */
export interface NeededSeeds {
  /** The claim that is about the mechanism. */
  readonly claim: 3 | 4;
  readonly mechanism: string;
  /** Seeds that the claim can be tested on now. */
  readonly atHand: number;
  readonly isDecided: boolean;
  readonly needed: SeedsToDecide;
}

/**
 * How many seeds decide claims 3 and 4 on a table with so much power, from the difference and the spread of the runs at
 * hand; nothing of a mechanism with fewer than three of them.
 *
 * @param power the probability that so many seeds decide; 0.8 unless told
 */
export function neededSeeds({ input, differences }: TrainingTable, power?: number): NeededSeeds[] {
  return differences.flatMap(({ mechanism: { mechanism }, comparison, correction, margin, pilot, seeds }) => {
    const hypothesis = hypothesisOf(mechanism);
    if (!hypothesis || !comparison || !correction) return [];
    const test = betterPositive(input, comparison.test);
    const decision = hypothesis.decide({ comparison, correction, isBetter: test.mean > 0 });
    return [
      {
        claim: hypothesis.claim,
        mechanism,
        atHand: pilot ? 0 : seeds.length,
        isDecided: !pilot && decision.verdict !== 'open',
        needed: seedsToDecide(test, hypothesis.rule(margin, correction.family), power),
      },
    ];
  });
}
