import type { Summary } from '../table/table-model.js';

/** What small points, large points and bars are, of what there is: nothing that isn't drawn is named. */
export function seedsReading(summaries: readonly Summary[]): string {
  if (summaries.every(({ seeds }) => seeds.length === 1)) return 'Points: one seed each.';
  const hasBars = summaries.some(({ interval }) => interval !== undefined);
  return hasBars
    ? 'Small points: seeds. Large points and bars: means and 95 % intervals.'
    : 'Small points: seeds. Large points: means.';
}

/** `3 seeds each`, `3 to 15 seeds each`: over how many seeds means are. */
export function seedsEach(summaries: readonly Summary[]): string {
  const counts = summaries.map(({ seeds }) => seeds.length);
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)];
  if (most === 1) return '1 seed each';
  return `${fewest === most ? most : `${fewest} to ${most}`} seeds each`;
}
