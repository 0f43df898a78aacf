import { basename } from 'node:path';
import { fingerprintOf } from '../support/fingerprint.js';
import type { Table, TableRecord, Unit } from '../tables/table.js';
import { type PlannedUnit, pendingUnits, tableState } from '../tables/table-state.js';
import type { Workspace } from '../workspace/workspace.js';
import { type Attempt, attemptsIn } from './attempts.js';
import { type Estimate, type Executor, isMadeBy, recordedEstimate, type Total, totalOf } from './estimate.js';

/** A planned unit, what is going on with it, and what it will take. */
export interface EstimatedUnit extends PlannedUnit {
  /** `imdb/paper/super-h4-seed0` */
  readonly id: string;
  /** Whether it is still to be measured. */
  readonly isLeft: boolean;
  readonly attempt: Attempt | undefined;
  readonly estimate: Estimate | undefined;
}

/** A table's units, estimated. */
export interface EstimatedTable {
  readonly table: Table;
  readonly units: readonly EstimatedUnit[];
}

/** What the units that are left of a table will take. */
export function totalLeft({ units }: EstimatedTable): Total {
  const estimates = (isLeft: boolean) =>
    units.filter((each) => each.isLeft === isLeft).map(({ estimate }) => estimate);
  return totalOf(estimates(true), estimates(false));
}

/** Reads what there is of a table and estimates its units, as far as records let it. */
export async function estimateTable(
  workspace: Workspace,
  table: Table,
  executor: Executor,
): Promise<EstimatedTable> {
  const [state, attempts] = await Promise.all([tableState(workspace, table), attemptsIn(table.folder)]);
  const left = new Set(pendingUnits(state));
  const estimateOf = estimator(state.units, executor);
  const units = state.units.map((planned) => {
    const file = basename(planned.unit.file, '.json');
    return {
      ...planned,
      id: `${table.name}/${table.preset.name}/${file}`,
      isLeft: left.has(planned),
      attempt: attempts.get(file),
      estimate: estimateOf(planned.unit),
    };
  });
  return { table, units };
}

/** Estimates a unit by the records of its configuration: those that the executor made, or else those of another machine. */
function estimator(units: readonly PlannedUnit[], executor: Executor): (unit: Unit) => Estimate | undefined {
  const records = new Map<string, TableRecord[]>();
  for (const { record } of units) {
    if (record === undefined) continue;
    const configuration = fingerprintOf(record.configuration);
    records.set(configuration, [...(records.get(configuration) ?? []), record]);
  }
  const estimates = new Map(
    [...records].map(([configuration, each]) => [configuration, ofRecords(each, executor)] as const),
  );
  return ({ configuration }) => estimates.get(fingerprintOf(configuration));
}

function ofRecords(records: readonly TableRecord[], executor: Executor): Estimate | undefined {
  const own = recordedEstimate(records.filter((record) => isMadeBy(executor, record)));
  if (own !== undefined) return own;
  const last = records.at(-1);
  return recordedEstimate(records.filter((record) => isOfMachine(record, last)));
}

function isOfMachine({ machine }: TableRecord, other: TableRecord | undefined): boolean {
  return machine.processor === other?.machine.processor && machine.cores === other.machine.cores;
}
