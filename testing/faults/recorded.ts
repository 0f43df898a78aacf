import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { recordsFolder } from '../tiny-workspace.js';

/** What differs between two trainings of the same run without meaning anything: when, how fast, on what, by how many sittings. */
const INCIDENTAL = new Set([
  'startedAt',
  'finishedAt',
  'trainSeconds',
  'inferenceMilliseconds',
  'peakMemoryBytes',
  'machine',
  'concurrentRuns',
  'resumed',
  'load',
  'source',
]);

/** The essential contents of files by their paths from the folder of the records. */
export type Files = Readonly<Record<string, string>>;

/** What a process that was killed may leave behind for a while. */
const LEFTOVER = /\.partial$|(^|\/)\.claim-/;

/**
 * What is recorded of the tiny table: its records without what is incidental, and the files beside them. What unfinished runs
 * keep, and what a process that was killed may leave for a while, is left out.
 */
export async function recorded(workspace: string): Promise<Files> {
  const folder = recordsFolder(workspace);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)))
    .filter((path) => !LEFTOVER.test(path) && !path.startsWith('unfinished/'))
    .sort();
  const contents = paths.map(async (path) => {
    const text = await readFile(join(folder, path), 'utf8');
    return [path, path.includes('/') ? text : JSON.stringify(JSON.parse(text), withoutIncidental)] as const;
  });
  return Object.fromEntries(await Promise.all(contents));
}

function withoutIncidental(key: string, value: unknown): unknown {
  return INCIDENTAL.has(key) ? undefined : value;
}
