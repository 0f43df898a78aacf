import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { prettifyError, type z } from 'zod';
import { type RunRecord, runRecord } from './schema.js';
import { type SweepRecord, sweepFile, sweepRecord } from './sweep.js';

/** The file name of a run's record: `super-h4-seed0.json`. */
export function recordFile(run: Pick<RunRecord, 'mechanism' | 'heads' | 'seed'>): string {
  return `${run.mechanism}-h${run.heads}-seed${run.seed}.json`;
}

/**
 * Writes a file whole or not at all: to a temporary file beside it, then renamed. Makes missing folders.
 *
 * @throws the system's error, its `path` being the file that was to be written
 */
export async function writeAtomically(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const partial = `${path}.${process.pid}.partial`;
  try {
    const file = await open(partial, 'w');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw Object.assign(error as Error, { path });
  }
}

/**
 * Writes a record into a folder under its own file name.
 *
 * @returns the path of the file
 * @throws Error when the record does not satisfy the schema
 */
export async function writeRecord(folder: string, record: RunRecord): Promise<string> {
  return writeChecked(join(folder, recordFile(record)), record, RUN);
}

/** As {@link writeRecord}, of a sweep. */
export async function writeSweep(folder: string, record: SweepRecord): Promise<string> {
  return writeChecked(join(folder, sweepFile(record)), record, SWEEP);
}

/**
 * Reads a record.
 *
 * @throws Error naming the file when it is no JSON or does not satisfy the schema
 */
export async function readRecord(path: string): Promise<RunRecord> {
  return readChecked(path, RUN);
}

/** All records in a folder by file name, in the order of their names; none when the folder doesn't exist. */
export async function readRecords(folder: string): Promise<Map<string, RunRecord>> {
  return readAll(folder, RUN);
}

/** As {@link readRecord}, of a sweep. */
export async function readSweep(path: string): Promise<SweepRecord> {
  return readChecked(path, SWEEP);
}

/** As {@link readRecords}, of sweeps. */
export async function readSweeps(folder: string): Promise<Map<string, SweepRecord>> {
  return readAll(folder, SWEEP);
}

/** A kind of record: its schema, and how errors speak of it. */
interface Kind<Value> {
  readonly schema: z.ZodType<Value>;
  readonly what: string;
  readonly wayOut: string;
}

const RUN: Kind<RunRecord> = { schema: runRecord, what: 'run record', wayOut: 'delete it and train again' };
const SWEEP: Kind<SweepRecord> = {
  schema: sweepRecord,
  what: 'record of a sweep',
  wayOut: 'delete it and measure again',
};

async function writeChecked<Value>(path: string, record: Value, kind: Kind<Value>): Promise<string> {
  await writeAtomically(path, `${JSON.stringify(parsed(record, path, kind), null, 2)}\n`);
  return path;
}

async function readChecked<Value>(path: string, kind: Kind<Value>): Promise<Value> {
  const text = await readFile(path, 'utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(
      `${path}: not a ${kind.what}, not even JSON (${(error as Error).message}); ${kind.wayOut}`,
    );
  }
  return parsed(value, path, kind);
}

async function readAll<Value>(folder: string, kind: Kind<Value>): Promise<Map<string, Value>> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const records = new Map<string, Value>();
  for (const name of names.filter((candidate) => candidate.endsWith('.json')).sort()) {
    records.set(name, await readChecked(join(folder, name), kind));
  }
  return records;
}

function parsed<Value>(value: unknown, path: string, { schema, what, wayOut }: Kind<Value>): Value {
  const result = schema.safeParse(value);
  if (!result.success) {
    throw new Error(`${path}: not a valid ${what}; ${wayOut}\n${prettifyError(result.error)}`);
  }
  return result.data;
}
