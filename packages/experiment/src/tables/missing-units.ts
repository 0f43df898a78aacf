import { counted } from '../support/counted.js';
import type { Table, Unit } from './table.js';

/** How many groups of missing units are named. */
const NAMED = 8;

/** A sentence that names what of a plan isn't recorded, units of one mechanism and heads together; none where all is. */
export function missingUnits(
  { words }: Pick<Table, 'words'>,
  plan: readonly Unit[],
  missing: readonly Unit[],
): string[] {
  if (missing.length === 0) return [];
  const groupOf = ({ columns }: Unit) => columns.slice(0, -1).join(' ');
  const names = [...new Set(missing.map(groupOf))].map((group) => {
    const units = missing.filter((unit) => groupOf(unit) === group);
    return units.length === 1 ? (units[0] as Unit).name : `${group} (${counted(units.length, words.unit)})`;
  });
  const more = names.length - NAMED;
  const named = [...names.slice(0, NAMED), ...(more > 0 ? [`${more} more`] : [])].join(', ');
  const are = missing.length === 1 ? 'is' : 'are';
  return [`Of ${counted(plan.length, `planned ${words.unit}`)} ${missing.length} ${are} missing: ${named}.`];
}
