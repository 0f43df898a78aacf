import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { prettifyError } from 'zod';
import { type RunRecord, runRecord } from './schema.js';

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
  const path = join(folder, recordFile(record));
  await writeAtomically(path, `${JSON.stringify(parsed(record, path), null, 2)}\n`);
  return path;
}

/**
 * Reads a record.
 *
 * @throws Error naming the file when it is no JSON or does not satisfy the schema
 */
export async function readRecord(path: string): Promise<RunRecord> {
  const text = await readFile(path, 'utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(
      `${path}: not a run record, not even JSON (${(error as Error).message}); delete it and train again`,
    );
  }
  return parsed(value, path);
}

/** All records in a folder by file name, in the order of their names; none when the folder doesn't exist. */
export async function readRecords(folder: string): Promise<Map<string, RunRecord>> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const records = new Map<string, RunRecord>();
  for (const name of names.filter((candidate) => candidate.endsWith('.json')).sort()) {
    records.set(name, await readRecord(join(folder, name)));
  }
  return records;
}

function parsed(value: unknown, path: string): RunRecord {
  const result = runRecord.safeParse(value);
  if (!result.success)
    throw new Error(
      `${path}: not a valid run record; delete it and train again\n${prettifyError(result.error)}`,
    );
  return result.data;
}
