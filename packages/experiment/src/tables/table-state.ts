import { join } from 'node:path';
import type { ObtainedFiles } from '@better-attention/datasets';
import { readRecord, type SourceRecord } from '@better-attention/records';
import type { Workspace } from '../workspace/workspace.js';
import type { Session, Table, TableRecord, Unit } from './table.js';

/** Whether a unit has been recorded, or why its record is not the one that is planned. */
export type UnitState = 'done' | 'missing' | 'changed settings' | 'changed data' | 'older sources';

/** A planned unit and what has been recorded of it. */
export interface PlannedUnit {
  readonly unit: Unit;
  readonly state: UnitState;
  readonly record: TableRecord | undefined;
}

/** A table's plan beside its records. */
export interface TableState {
  readonly table: Table;
  readonly source: SourceRecord;
  readonly material: Material;
  readonly units: readonly PlannedUnit[];
}

/**
 * Reads what has been recorded of a table's plan and sets it beside it; other files in its folder don't matter.
 *
 * @param data the files that units would be measured on now, if they are at hand
 */
export async function tableState(
  workspace: Workspace,
  table: Table,
  data?: ObtainedFiles,
): Promise<TableState> {
  const source = await workspace.sources(table.code);
  const material = {
    packages: source.packages,
    ...(data && { dataFiles: data.files.map(({ sha256 }) => sha256) }),
  };
  const units = await Promise.all(table.plan().map((unit) => readUnit(table, unit, material)));
  return { table, source, material, units };
}

/** Reads what has been recorded of one unit and sets it beside the plan. */
export async function readUnit(
  { folder, records }: Pick<Table, 'folder' | 'records'>,
  unit: Unit,
  material: Material,
): Promise<PlannedUnit> {
  const record = await readRecord(join(folder, unit.file), records).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  return { unit, record, state: unitState(unit, record, material) };
}

/** What a unit would be measured from now. */
export interface Material {
  /** SHA-256 of the packages. */
  readonly packages: string;
  /** SHA-256 of the data files; absent where they aren't at hand. */
  readonly dataFiles?: readonly (string | undefined)[];
}

/** Compares a record with the unit that is planned. A failed run is as good as another: it would fail again. */
export function unitState(
  unit: Pick<Unit, 'fingerprint'>,
  record: TableRecord | undefined,
  material: Material,
): UnitState {
  if (record === undefined) return 'missing';
  if (record.fingerprint !== unit.fingerprint) return 'changed settings';
  const recorded = 'data' in record ? record.data.files.map(({ sha256 }) => sha256).join() : undefined;
  if (material.dataFiles !== undefined && material.dataFiles.join() !== recorded) return 'changed data';
  return record.source.packages === material.packages ? 'done' : 'older sources';
}

/** What counts as not recorded yet. */
export interface PendingOptions {
  /** The units that are asked for; by default all. */
  readonly units?: readonly Unit[] | undefined;
  /** Whether to measure again what older sources recorded; by default as the table says. */
  readonly retrain?: boolean | undefined;
  /** What ended before this moment, in ISO 8601, counts as not recorded. */
  readonly before?: string | undefined;
  /** Lacks of a record that is otherwise as planned. */
  readonly session?: Pick<Session, 'lacks'> | undefined;
}

/** The units of a table that are still to be measured. */
export function pendingUnits(
  { table, units }: Pick<TableState, 'table' | 'units'>,
  options: PendingOptions = {},
): PlannedUnit[] {
  return units.filter(
    (each) =>
      isPending(table, each, options) && (options.units?.some(({ file }) => file === each.unit.file) ?? true),
  );
}

/** Whether a unit is still to be measured. */
export function isPending(
  { renew }: Pick<Table, 'renew'>,
  { unit, state, record }: PlannedUnit,
  { retrain = renew, before, session }: PendingOptions = {},
): boolean {
  if (before !== undefined && record !== undefined && record.finishedAt < before) return true;
  if (record !== undefined && session?.lacks(unit, record)) return true;
  return state === 'older sources' ? retrain : state !== 'done';
}

/** Whether a table's data must be at hand: it is there already, or there are units to measure. */
export async function needsData(
  workspace: Workspace,
  table: Table,
  options: PendingOptions = {},
): Promise<boolean> {
  if (table.data === undefined) return false;
  if (await table.data.isHere()) return true;
  return pendingUnits(await tableState(workspace, table), options).length > 0;
}
