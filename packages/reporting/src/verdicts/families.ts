import { holm } from '@better-attention/statistics';
import { counted, pValue } from '../text/format.js';
import { PAPER_DATASETS } from './claimed.js';

/** How many tests a claim asks for, whatever of it has been measured. */
export interface Family {
  /** The data sets that the claim is about; 1 of a table that stands for none of the paper's. */
  readonly datasets: number;
  /** The mechanisms that it is about. */
  readonly mechanisms: number;
  /** The phases that it is about, of claims on times. */
  readonly phases?: number;
}

/** The family of a claim that a table is asked about: over the paper's data sets where it stands for one of them. */
export function familyOf(table: string, parts: Omit<Family, 'datasets'>): Family {
  return { datasets: table in PAPER_DATASETS ? Object.keys(PAPER_DATASETS).length : 1, ...parts };
}

/**
 * Corrected p values of the tests of one data set, in their order: Holm's correction over all that the claim asks of
 * the data set, those without a value taken for p = 1, times the number of data sets. They hold the family-wise error of
 * the whole claim, and no other data set's runs change them.
 *
 * @throws RangeError when there are more tests than the family has for a data set
 */
export function correctedWithin(family: Family, pValues: readonly (number | undefined)[]): number[] {
  const { datasets, mechanisms, phases = 1 } = family;
  const missing = mechanisms * phases - pValues.length;
  if (missing < 0) {
    throw new RangeError(
      `family of ${familyText(family)}: expected at most ${mechanisms * phases} tests of a data set, got ${pValues.length}`,
    );
  }
  const padded = [...pValues.map((p) => p ?? 1), ...new Array<number>(missing).fill(1)];
  return holm(padded)
    .slice(0, pValues.length)
    .map((p) => Math.min(1, datasets * p));
}

/** `6 data sets × 3 mechanisms × 2 phases` */
export function familyText({ datasets, mechanisms, phases }: Family): string {
  return [
    counted(datasets, 'data set'),
    counted(mechanisms, 'mechanism'),
    ...(phases === undefined ? [] : [counted(phases, 'phase')]),
  ].join(' × ');
}

/** `p = 0.012, corrected p = 0.072 over 6 data sets × 1 mechanism` */
export function testText(p: number, corrected: number, family: Family): string {
  return `${pValue(p)}, corrected ${pValue(corrected)} over ${familyText(family)}`;
}
