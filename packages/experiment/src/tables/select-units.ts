import { Failure, oneOf } from '../support/failure.js';
import type { RunOfUnit, Table, Unit } from './table.js';

/** Which runs of a table are asked for, by what tells them apart; what isn't said is left open, the heads are the table's own. */
export interface RunSelection {
  readonly mechanism?: string | undefined;
  readonly heads?: number | undefined;
  readonly seed?: number | undefined;
}

/** Whether a selection leaves anything out. */
export function isSelective({ mechanism, heads, seed }: RunSelection): boolean {
  return mechanism !== undefined || heads !== undefined || seed !== undefined;
}

/**
 * The runs of a table that are asked for; without ablations, unless `heads` says another number than the table's own.
 *
 * @throws Failure that lists what there is where it has none, or no runs at all
 */
export function selectUnits(table: Pick<Table, 'name' | 'preset' | 'plan'>, selection: RunSelection): Unit[] {
  const { name, preset } = table;
  const runs = table.plan().flatMap((unit) => (unit.of === undefined ? [] : [{ unit, of: unit.of }]));
  if (runs.length === 0) {
    throw new Failure(
      `${name} has no run for each mechanism and seed; leave --mechanism, --heads and --seed out`,
    );
  }
  const { mechanism, heads, seed } = selection;
  const all = runs.map(({ of }) => of);
  if (mechanism !== undefined) {
    const known = [...new Set(all.map((of) => of.mechanism))];
    oneOf(known, mechanism, `mechanism of ${name}, preset ${preset.name},`);
  }
  const chosen = runs.filter(({ of }) => isChosen(of, selection));
  if (chosen.length > 0) return chosen.map(({ unit }) => unit);
  const what = [mechanism, heads && `${heads} heads`, seed !== undefined && `seed ${seed}`].filter(Boolean);
  const wayOut = seed !== undefined && all.every((of) => of.seed < seed) ? `; add --seeds ${seed + 1}` : '';
  throw new Failure(
    `${name}, preset ${preset.name}, has no run of ${what.join(', ')}; ` +
      `it has ${listOf(all, 'heads')} heads and seeds ${listOf(all, 'seed')}${wayOut}`,
  );
}

function isChosen(of: RunOfUnit, { mechanism, heads, seed }: RunSelection): boolean {
  return (
    (mechanism === undefined || of.mechanism === mechanism) &&
    (seed === undefined || of.seed === seed) &&
    !of.isVariant &&
    (heads === undefined ? of.hasOwnHeads : of.heads === heads)
  );
}

function listOf(all: readonly RunOfUnit[], key: 'heads' | 'seed'): string {
  return [...new Set(all.map((of) => of[key]))].sort((left, right) => left - right).join(', ');
}
