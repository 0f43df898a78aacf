import { basename, join } from 'node:path';
import { type RecordKind, readRecords, writeRecord } from '@better-attention/records';
import { z } from 'zod';
import type { Table } from '../tables/table.js';

/** The version of the schema below. */
const VERSION = 1;

const setting = z.strictObject({
  /** Options of `better-attention train` that each task is given. */
  parameters: z.array(z.string()),
  threads: z.int().positive(),
  /** How many tasks run at the same time at most. */
  concurrent: z.int().positive().optional(),
  /** Options of `sbatch` that a person added. */
  slurm: z.array(z.string()),
});

const jobArray = z.strictObject({
  version: z.literal(VERSION),
  /** Its number. */
  job: z.string().regex(/^\d+$/),
  /** `imdb-sample` */
  name: z.string(),
  submittedAt: z.iso.datetime(),
  setting,
  /** The ids of the units, by the index of their task. */
  units: z.array(z.string()),
  /** The indices of the tasks that a person cancelled. */
  cancelled: z.array(z.int().nonnegative()),
});

/** How the tasks of an array are run. */
export type ArraySetting = z.infer<typeof setting>;

/** An array of Slurm that was submitted: which unit is which task. */
export type JobArray = z.infer<typeof jobArray>;

const JOB_ARRAYS: RecordKind<JobArray> = {
  schema: jobArray,
  what: 'job array',
  wayOut: 'delete it; what its tasks still train is then not known to be queued',
  file: ({ job }) => `${job}.json`,
  identity: ({ job }) => ({ job }),
  attachments: () => [],
  mechanisms: () => [],
};

/** Keeps what was submitted beside the table's records. */
export async function writeJobArray(
  table: Pick<Table, 'folder'>,
  submitted: Omit<JobArray, 'version' | 'submittedAt' | 'cancelled'>,
): Promise<void> {
  const submittedAt = new Date().toISOString();
  await write(table, { version: VERSION, submittedAt, cancelled: [], ...submitted });
}

/** Keeps which tasks were cancelled, since the queue soon forgets them. */
export async function markCancelled(table: Pick<Table, 'folder'>, tasks: readonly string[]): Promise<void> {
  for (const array of await readJobArrays(table)) {
    const indices = array.units.flatMap((_, index) => (tasks.includes(taskOf(array, index)) ? [index] : []));
    if (indices.length > 0) await write(table, { ...array, cancelled: [...array.cancelled, ...indices] });
  }
}

async function write(table: Pick<Table, 'folder'>, array: JobArray): Promise<void> {
  await writeRecord(folderOf(table), array, JOB_ARRAYS);
}

/** How Slurm's commands name a task: `12_3`. */
export function taskOf({ job }: Pick<JobArray, 'job'>, index: number): string {
  return `${job}_${index}`;
}

/** What was submitted of a table, the latest last. */
export async function readJobArrays(table: Pick<Table, 'folder'>): Promise<JobArray[]> {
  const arrays = [...(await readRecords(folderOf(table), JOB_ARRAYS)).values()];
  return arrays.sort(
    (a, b) => Date.parse(a.submittedAt) - Date.parse(b.submittedAt) || Number(a.job) - Number(b.job),
  );
}

/** The folder of a table's logs. */
export function logsOf({ folder }: Pick<Table, 'folder'>): string {
  return join(folder, 'logs');
}

/** Where a unit's last task logs. */
export function logOf(table: Pick<Table, 'folder'>, unit: string): string {
  return join(logsOf(table), `${basename(unit)}.log`);
}

function folderOf({ folder }: Pick<Table, 'folder'>): string {
  return join(folder, 'launches');
}
