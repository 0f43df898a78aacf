import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Failure } from '../support/failure.js';
import { fingerprintOf } from '../support/fingerprint.js';
import type { MeasureOptions, Table, Unit } from '../tables/table.js';
import type { Workspace } from '../workspace/workspace.js';
import type { Calibration } from './calibrations.js';

/** What a process that calibrates is started for, as JSON in its first parameter. */
export interface CalibrationRequest {
  /** The folder of the repository. */
  readonly root: string;
  readonly table: string;
  readonly preset: string;
  /** SHA-256 of the unit's configuration. */
  readonly configuration: string;
  readonly options: MeasureOptions;
}

/** What such a process sends. */
export type CalibrationAnswer = { readonly calibration: Calibration } | { readonly error: string };

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
  { name, preset }: Pick<Table, 'name' | 'preset'>,
  unit: Pick<Unit, 'configuration'>,
  { workspace, measure, signal }: CalibrateOptions,
): Promise<Calibration> {
  signal.throwIfAborted();
  const { root } = workspace;
  const request: CalibrationRequest = {
    root,
    table: name,
    preset: preset.name,
    configuration: fingerprintOf(unit.configuration),
    options: measure,
  };
  const program = fileURLToPath(import.meta.resolve('./calibration-process.js'));
  const child = fork(program, [JSON.stringify(request)], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  const stop = () => child.kill();
  signal.addEventListener('abort', stop);
  let answer: CalibrationAnswer | undefined;
  let errors = '';
  child.on('message', (message) => {
    answer = message as CalibrationAnswer;
  });
  child.stderr?.on('data', (text) => {
    errors += text;
  });
  const [code, end] = await once(child, 'close').finally(() => signal.removeEventListener('abort', stop));
  signal.throwIfAborted();
  if (answer === undefined) {
    throw new Failure(
      `its process ended with ${end ?? `exit code ${code}`}${errors && `: ${errors.trim()}`}`,
    );
  }
  if ('error' in answer) throw new Failure(answer.error);
  return answer.calibration;
}
