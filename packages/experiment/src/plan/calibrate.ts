import { fingerprintOf } from '../support/fingerprint.js';
import type { Table, Unit } from '../tables/table.js';
import { type CalibrateOptions, calibrateUnit } from './calibrate-unit.js';
import { addCalibration } from './calibrations.js';
import type { Executor } from './estimate.js';
import type { EstimatedTable, EstimatedUnit } from './plan-table.js';

/** A unit whose configuration nothing is known of on this machine, for all units of the configuration. */
export interface Uncalibrated {
  readonly table: Table;
  readonly unit: Unit;
}

/** One unit of each configuration that is left and that no record or calibration of the executor tells about. */
export function uncalibrated({ table, units }: EstimatedTable, executor: Executor): Uncalibrated[] {
  const unknown = units.filter((each) => each.isLeft && !isKnown(each, executor));
  const first = new Map<string, Unit>();
  for (const { unit } of unknown) {
    const configuration = fingerprintOf(unit.configuration);
    if (!first.has(configuration)) first.set(configuration, unit);
  }
  return [...first.values()].map((unit) => ({ table, unit }));
}

function isKnown({ estimate }: EstimatedUnit, { machine }: Executor): boolean {
  return estimate?.basis.processor === machine.processor && estimate.basis.cores === machine.cores;
}

/** Calibrates a unit and keeps what was found. @throws Failure that says why the unit can't be measured */
export async function calibrate(
  { table, unit }: Uncalibrated,
  options: CalibrateOptions & { readonly executor: Executor },
): Promise<void> {
  const found = await calibrateUnit(table, unit, options);
  const { packages } = await options.workspace.sources(table.code);
  await addCalibration(table, { executor: options.executor, packages }, [
    fingerprintOf(unit.configuration),
    found,
  ]);
}
