import { askProcess } from '../support/ask-process.js';
import { fingerprintOf } from '../support/fingerprint.js';
import type { MeasureOptions, Table, Unit } from '../tables/table.js';
import type { Workspace } from '../workspace/workspace.js';
import type { Calibration } from './calibrations.js';

/** What a process that calibrates is started for. */
export interface CalibrationRequest {
  /** The folder of the repository. */
  readonly root: string;
  readonly table: string;
  readonly preset: string;
  /** SHA-256 of the unit's configuration. */
  readonly configuration: string;
  readonly options: MeasureOptions;
  readonly judged: Table['judged'];
}

/** How a unit is calibrated. */
export interface CalibrateOptions {
  readonly workspace: Workspace;
  readonly measure: MeasureOptions;
  readonly signal: AbortSignal;
}

/**
 * Calibrates a unit in a process of its own, so that its start and its memory are those of a process that measures the
 * unit alone.
 *
 * @throws Failure that says why the unit can't be measured
 */
export async function calibrateUnit(
  { name, preset, judged }: Pick<Table, 'name' | 'preset' | 'judged'>,
  unit: Pick<Unit, 'configuration'>,
  { workspace, measure, signal }: CalibrateOptions,
): Promise<Calibration> {
  const request: CalibrationRequest = {
    root: workspace.root,
    table: name,
    preset: preset.name,
    configuration: fingerprintOf(unit.configuration),
    options: measure,
    judged,
  };
  return askProcess<Calibration>(import.meta.resolve('./calibration-process.js'), request, { signal });
}
