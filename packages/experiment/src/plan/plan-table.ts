import { fingerprintOf } from '../support/fingerprint.js';
import type { Table, TableRecord, Unit } from '../tables/table.js';
import { type PendingOptions, type PlannedUnit, pendingUnits, tableState } from '../tables/table-state.js';
import { claimPath, unitId } from '../tables/unit-id.js';
import type { Workspace } from '../workspace/workspace.js';
import { type Attempt, attemptsIn } from './attempts.js';
import { type Calibrations, calibratedEstimate, readCalibrations } from './calibrations.js';
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

/** Reads what there is of a table and estimates its units; `choice` says which count as left. */
export async function estimateTable(
  workspace: Workspace,
  table: Table,
  executor: Executor,
  choice: PendingOptions = {},
): Promise<EstimatedTable> {
  const [state, attempts] = await Promise.all([tableState(workspace, table), attemptsIn(table)]);
  const { packages } = state.source;
  const calibrations = await readCalibrations(table, { executor, packages });
  const left = new Set(pendingUnits(state, choice));
  const estimateOf = estimator(state.units, calibrations, executor);
  const units = state.units.map((planned) => {
    return {
      ...planned,
      id: unitId(table, planned.unit),
      isLeft: left.has(planned),
      attempt: attempts.get(claimPath(table, planned.unit)),
      estimate: estimateOf(planned.unit),
    };
  });
  return { table, units };
}

/**
 * Estimates a unit by the records of its configuration that the executor made, or else by its calibration, or else by records
 * of the same steps on no fewer examples, or else by what another machine recorded.
 */
function estimator(
  units: readonly PlannedUnit[],
  calibrations: Calibrations,
  executor: Executor,
): (unit: Unit) => Estimate | undefined {
  const records = new Map<string, TableRecord[]>();
  for (const { record } of units) {
    if (record === undefined) continue;
    const configuration = fingerprintOf(record.configuration);
    records.set(configuration, [...(records.get(configuration) ?? []), record]);
  }
  const ofSameSteps = ({ work }: Unit) =>
    units.flatMap(({ unit, record }) => {
      if (work === undefined || record === undefined || unit.work?.steps !== work.steps) return [];
      const { trainExamples } = unit.work;
      return trainExamples === undefined || trainExamples === work.trainExamples ? [record] : [];
    });
  const preparation = Math.max(0, ...[...calibrations.values()].map((each) => each.preparation));
  const isHere = (record: TableRecord) => isMadeBy(executor, record);
  const estimateOf = (unit: Unit, configuration: string): Estimate | undefined => {
    const own = records.get(configuration) ?? [];
    const calibration = calibrations.get(configuration);
    const recorded = recordedEstimate(own.filter(isHere));
    if (recorded !== undefined) return { ...recorded, preparation };
    if (calibration) return calibratedEstimate(calibration, executor);
    const alike = ofSameSteps(unit);
    const examples = unit.work?.trainExamples;
    const scaled = recordedEstimate(alike.filter(isHere), examples);
    if (scaled !== undefined) return { ...scaled, preparation };
    return recordedElsewhere(own) ?? recordedElsewhere(alike, examples);
  };
  const estimates = new Map<string, Estimate | undefined>();
  return (unit) => {
    const configuration = fingerprintOf(unit.configuration);
    if (!estimates.has(configuration)) estimates.set(configuration, estimateOf(unit, configuration));
    return estimates.get(configuration);
  };
}

/** What the records of the machine that made the last of them let expect. */
function recordedElsewhere(records: readonly TableRecord[], trainExamples?: number): Estimate | undefined {
  const last = records.at(-1)?.machine;
  return recordedEstimate(
    records.filter(({ machine }) => machine.processor === last?.processor && machine.cores === last.cores),
    trainExamples,
  );
}
