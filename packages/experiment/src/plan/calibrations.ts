import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from '@better-attention/files';
import { z } from 'zod';
import { secondsOf } from '../calibration/costs.js';
import { fingerprintOf } from '../support/fingerprint.js';
import type { Table } from '../tables/table.js';
import type { Estimate, Executor } from './estimate.js';

const positive = z.int().positive();
const seconds = z.number().nonnegative();

const calibration = z.strictObject({
  /** Seconds from the start of a process until its data is read. */
  preparation: seconds,
  threads: positive,
  costs: z.array(z.strictObject({ what: z.string(), times: z.int().nonnegative(), seconds })).readonly(),
  /** Of the process, resident set. */
  memoryBytes: positive,
});

const calibrations = z.strictObject({
  version: z.literal(1),
  executor: z.strictObject({
    machine: z.strictObject({ processor: z.string(), cores: positive }),
    engine: z.string(),
    device: z.string(),
    threads: positive,
  }),
  /** SHA-256 of the sources that were calibrated. */
  packages: z.string(),
  /** By the SHA-256 of a configuration. */
  configurations: z.record(z.string(), calibration),
});

/** What a unit of a configuration was found to take. */
export type Calibration = z.infer<typeof calibration>;

/** Calibrations by configuration. */
export type Calibrations = ReadonlyMap<string, Calibration>;

/** What calibrations are valid for. */
export interface CalibrationOrigin {
  readonly executor: Executor;
  /** SHA-256 of the packages' sources. */
  readonly packages: string;
}

/** The calibrations of a table by an executor; none where there are none of these sources, or the file can't be read. */
export async function readCalibrations(
  { folder }: Pick<Table, 'folder'>,
  { executor, packages }: CalibrationOrigin,
): Promise<Calibrations> {
  const text = await readFile(pathOf(folder, executor), 'utf8').catch(() => 'null');
  const result = calibrations.safeParse(jsonOf(text));
  if (!result.success || result.data.packages !== packages) return new Map();
  return new Map(Object.entries(result.data.configurations));
}

/** Adds a calibration to those of a table. */
export async function addCalibration(
  table: Pick<Table, 'folder'>,
  origin: CalibrationOrigin,
  [configuration, added]: readonly [string, Calibration],
): Promise<void> {
  const known = await readCalibrations(table, origin);
  const content: z.input<typeof calibrations> = {
    version: 1,
    executor: { ...origin.executor, machine: { ...origin.executor.machine } },
    packages: origin.packages,
    configurations: { ...Object.fromEntries(known), [configuration]: added },
  };
  await writeAtomically(pathOf(table.folder, origin.executor), `${JSON.stringify(content, null, 2)}\n`);
}

/** What a calibration lets expect. */
export function calibratedEstimate(
  { preparation, threads, costs, memoryBytes }: Calibration,
  { machine }: Executor,
): Estimate {
  const { processor, cores } = machine;
  return {
    preparation,
    measuring: secondsOf(costs),
    memoryBytes,
    basis: { kind: 'calibrated', processor, cores, threads },
  };
}

/** Machines that share a folder have a file each. */
function pathOf(folder: string, executor: Executor): string {
  return join(folder, 'calibrations', `${fingerprintOf(executor).slice(0, 12)}.json`);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
