import type { TrainingTableInput } from '../input/tables.js';

/** The seeds that tests rest on, or the pilot's where there are no others yet. */
export interface TestedSeeds {
  readonly seeds: readonly number[];
  /** Whether they are the pilot's: then nothing is decided. */
  readonly pilot: boolean;
}

/**
 * Which of these seeds tests rest on: all, or where the preset keeps a pilot apart those after it. Looking at results
 * and adding seeds until they are significant is no test; a pilot's spread may set how many others there will be, since
 * none of its runs is tested.
 */
export function testedSeeds(
  { pilotSeeds = 0 }: Pick<TrainingTableInput, 'pilotSeeds'>,
  seeds: readonly number[],
): TestedSeeds {
  const after = seeds.filter((seed) => seed >= pilotSeeds);
  return pilotSeeds > 0 && after.length === 0 ? { seeds, pilot: true } : { seeds: after, pilot: false };
}
