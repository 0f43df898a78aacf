import { isBaseline } from '../input/tables.js';
import { counted } from '../text/format.js';
import type { Difference } from './differences.js';
import type { DecidedTable } from './training-table.js';

/** The differences of the mechanisms that a table compares, without those of its baselines. */
export function comparedDifferences({
  input,
  differences,
}: Pick<DecidedTable, 'input' | 'differences'>): Difference[] {
  return differences.filter(({ mechanism }) => !isBaseline(input, mechanism.mechanism));
}

/** `3 seeds`, `3 to 5 seeds`, `5 seeds of a pilot`: that mechanisms and Standard share; empty without a difference. */
export function comparedSeeds(compared: readonly Pick<Difference, 'seeds' | 'pilot'>[]): string {
  if (compared.length === 0) return '';
  const counts = compared.map(({ seeds }) => seeds.length);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const seeds = least === most ? counted(least, 'seed') : `${least} to ${counted(most, 'seed')}`;
  return compared.every(({ pilot }) => pilot) ? `${seeds} of a pilot` : seeds;
}
