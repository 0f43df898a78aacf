import { mkdir } from 'node:fs/promises';
import type { Table } from '../tables/table.js';
import { type ArrayRequest, arrayOptions, type LaunchUnit } from './array-options.js';
import { batchScript } from './batch-script.js';
import { type ArraySetting, logsOf, readJobArrays, writeJobArray } from './job-array.js';
import { maxArraySize, queuedTasks, submitArray } from './slurm.js';
import { isLive, type UnitStatus, unitStatuses } from './unit-status.js';

/** How units are submitted. */
export interface SubmitSetting {
  readonly setting: ArraySetting;
  /** What runs `better-attention`: a program and its first parameters. */
  readonly command: readonly string[];
  /** Where it is run. */
  readonly directory: string;
}

/** What was submitted, and what needn't be. */
export interface Submitted {
  /** The numbers of the arrays: one, several where the cluster's arrays are too small, none where nothing is left. */
  readonly jobs: readonly string[];
  readonly units: readonly LaunchUnit[];
  /** Units that wait or run already. */
  readonly live: readonly UnitStatus[];
}

/** How units of a table are doing, by its records, its job arrays and the queue. */
export async function launchStatus(
  table: Pick<Table, 'folder'>,
  units: readonly LaunchUnit[],
): Promise<UnitStatus[]> {
  const arrays = await readJobArrays(table);
  return unitStatuses(units, arrays, arrays.length === 0 ? [] : await queuedTasks());
}

/** Submits those of a table's units as a job array that are still to be trained and neither wait nor run. */
export async function submitUnits(
  table: Pick<Table, 'name' | 'preset' | 'folder'>,
  wanted: readonly LaunchUnit[],
  { setting, command, directory }: SubmitSetting,
): Promise<Submitted> {
  const live = (await launchStatus(table, wanted)).filter(isLive);
  const units = wanted.filter(({ id, left }) => left && !live.some(({ unit }) => unit === id));
  const jobs: string[] = [];
  if (units.length === 0) return { jobs, units, live };
  const logs = logsOf(table);
  const name = `${table.name}-${table.preset.name}`;
  await mkdir(logs, { recursive: true });
  for (const part of parts(units, await maxArraySize())) {
    const ids = part.map(({ id }) => id);
    // A throttle holds within one array, so those of a throttled launch follow each other.
    const after = setting.concurrent === undefined ? undefined : jobs.at(-1);
    const request: ArrayRequest = { name, units: part, setting, directory, logs, after };
    const script = batchScript({ units: ids, parameters: setting.parameters, command, logs });
    const job = await submitArray(arrayOptions(request), script);
    await writeJobArray(table, { job, name, setting, units: ids });
    jobs.push(job);
  }
  return { jobs, units, live };
}

function parts<Value>(values: readonly Value[], size: number): Value[][] {
  const count = Math.ceil(values.length / size);
  return Array.from({ length: count }, (_, at) => values.slice(at * size, (at + 1) * size));
}
