import { basename, join } from 'node:path';
import { Failure } from '../support/failure.js';
import { CLAIMS } from '../workspace/claims.js';
import type { Table, Unit } from './table.js';

/** How many known units an unknown one is answered with. */
const NEAREST = 3;

/** What a unit is known by everywhere: its table, its preset and the file of its record, `imdb/sample/super-h4-seed0`. */
export function unitId({ name, preset }: Pick<Table, 'name' | 'preset'>, unit: Pick<Unit, 'file'>): string {
  return `${name}/${preset.name}/${recordName(unit)}`;
}

/** The folder that the process owns that is at a unit; what it has kept of it so far lies there. */
export function claimPath(table: Pick<Table, 'folder'>, unit: Pick<Unit, 'file'>): string {
  return join(claimsFolder(table), recordName(unit));
}

/** Where a table's units lie that are begun and not recorded. */
export function claimsFolder({ folder }: Pick<Table, 'folder'>): string {
  return join(folder, CLAIMS);
}

function recordName({ file }: Pick<Unit, 'file'>): string {
  return basename(file, '.json');
}

/** Units of one table. */
export interface UnitGroup {
  readonly experiment: string;
  readonly preset: string;
  readonly ids: readonly string[];
}

/** Ids by the tables that they name, in their order. @throws Failure for one of another form */
export function groupedIds(ids: readonly string[]): UnitGroup[] {
  const groups = new Map<string, UnitGroup & { readonly ids: string[] }>();
  for (const id of ids) {
    const [experiment = '', preset = '', name = '', ...more] = id.split('/');
    if (name === '' || more.length > 0) {
      throw new Failure(
        `'${id}' is not the id of a unit; expected <table>/<preset>/<unit>, as plan lists them`,
      );
    }
    const key = `${experiment}/${preset}`;
    const group = groups.get(key) ?? { experiment, preset, ids: [] };
    groups.set(key, { ...group, ids: [...group.ids, id] });
  }
  return [...groups.values()];
}

/** The units of a table that ids name. @throws Failure that names the nearest units for one that the table lacks */
export function chosenUnits(table: Table, ids: readonly string[]): Unit[] {
  const known = new Map(table.plan().map((unit) => [unitId(table, unit), unit]));
  return ids.map((id) => {
    const unit = known.get(id);
    if (unit !== undefined) return unit;
    throw new Failure(`unknown unit '${id}'; the nearest are ${nearest(id, [...known.keys()]).join(', ')}`);
  });
}

/** Those that share the most parts with an id. */
function nearest(id: string, known: readonly string[]): string[] {
  const parts = new Set(partsOf(id));
  const shared = (other: string) => partsOf(other).filter((part) => parts.has(part)).length;
  return known.toSorted((a, b) => shared(b) - shared(a)).slice(0, NEAREST);
}

function partsOf(id: string): string[] {
  return id.split(/[/-]/);
}
