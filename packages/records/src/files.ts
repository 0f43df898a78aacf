import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { writeAtomically } from '@better-attention/files';
import { prettifyError } from 'zod';
import type { RecordKind } from './record-kind.js';

/**
 * Writes a record into a folder under its own file name.
 *
 * @returns the path of the file
 * @throws Error when the record does not satisfy the schema
 */
export async function writeRecord<Value>(
  folder: string,
  record: Value,
  kind: RecordKind<Value>,
): Promise<string> {
  const path = join(folder, kind.file(record));
  await writeAtomically(path, recordText(record, kind));
  return path;
}

/** What the file of a record holds. @throws Error naming the file when the record does not satisfy the schema */
export function recordText<Value>(record: Value, kind: RecordKind<Value>): string {
  const { success, data, error } = kind.schema.safeParse(record);
  if (success) return `${JSON.stringify(data, null, 2)}\n`;
  throw new Error(`${kind.file(record)}: not a valid ${kind.what}, so not written\n${prettifyError(error)}`);
}

/**
 * Reads a record.
 *
 * @throws Error naming the file when it is not JSON, does not satisfy the schema or belongs under another name
 */
export async function readRecord<Value>(path: string, kind: RecordKind<Value>): Promise<Value> {
  const { schema, what, wayOut } = kind;
  const text = await readFile(path, 'utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`${path}: not a ${what}, not even JSON (${(error as Error).message}); ${wayOut}`);
  }
  const result = schema.safeParse(value);
  if (!result.success) {
    throw new Error(`${path}: not a valid ${what}; ${wayOut}\n${prettifyError(result.error)}`);
  }
  const expected = kind.file(result.data);
  if (expected !== basename(path)) {
    throw new Error(`${path}: it holds what belongs into ${expected}; move it there or delete it`);
  }
  return result.data;
}

/**
 * The names of the files in a folder that a record may be in, in their order; none when the folder doesn't exist. Folders and
 * hidden files, as systems lay beside others (`._name.json`), are none.
 */
export async function recordFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return entries
    .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.') && entry.name.endsWith('.json'))
    .map(({ name }) => name)
    .sort();
}

/** All records in a folder by file name, in the order of their names; none when the folder doesn't exist. */
export async function readRecords<Value>(
  folder: string,
  kind: RecordKind<Value>,
): Promise<Map<string, Value>> {
  const names = await recordFiles(folder);
  const reading = names.map(async (name) => [name, await readRecord(join(folder, name), kind)] as const);
  return new Map(await Promise.all(reading));
}
