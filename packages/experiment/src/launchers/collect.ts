import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { writeAtomically } from '@better-attention/files';
import { writeRecord } from '@better-attention/records';
import { keptFile } from '../runs/kept-parameters.js';
import { Failure } from '../support/failure.js';
import { readAttachment, readRecorded } from '../tables/recorded.js';
import type { Table, TableRecord } from '../tables/table.js';
import { resultsOf } from './results.js';

/** What became of the records of another folder, by the names of their files. */
export interface Collected {
  readonly copied: readonly string[];
  /** Which were here already, with the same results. */
  readonly same: readonly string[];
  /** Why others were left where they are. */
  readonly refused: ReadonlyMap<string, string>;
}

/**
 * Copies a table's records from another folder, with the files that they name and the parameters that were kept. A record here
 * stays as it is; one with other results is refused.
 *
 * @param from a folder of records, like `experiments/imdb/runs/paper`
 * @throws Failure when there is no such folder
 */
export async function collectRecords(table: Table, from: string): Promise<Collected> {
  const isFolder = await stat(from).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder)
    throw new Failure(`${from} is not a folder; expected one of records, like runs/${table.preset.name}`);
  const [here, there] = await Promise.all([readRecorded(table), readRecorded({ ...table, folder: from })]);
  const copied: string[] = [];
  const same: string[] = [];
  const refused = new Map(there.unusable);
  for (const { file, fingerprint } of table.plan()) {
    const record = there.records.get(file);
    if (record === undefined) continue;
    const own = here.records.get(file);
    const problem = here.unusable.get(file) ?? conflict(record, own, fingerprint);
    if (problem !== undefined) refused.set(file, problem);
    else if (own?.fingerprint === fingerprint) same.push(file);
    else {
      const failed = await copyRecord(table, from, record);
      if (failed === undefined) copied.push(file);
      else refused.set(file, failed);
    }
  }
  return { copied, same, refused };
}

/** Why a record can't be taken. */
function conflict(
  record: TableRecord,
  own: TableRecord | undefined,
  fingerprint: string,
): string | undefined {
  if (record.fingerprint !== fingerprint) return 'made under other settings than the table states now';
  if (own?.fingerprint !== fingerprint || isDeepStrictEqual(resultsOf(record), resultsOf(own)))
    return undefined;
  return 'the record here has other results; delete one of the two';
}

/** @returns what is wrong with a file that the record names */
async function copyRecord(table: Table, from: string, record: TableRecord): Promise<string | undefined> {
  const file = table.records.file(record);
  const contents = new Map<string, string | Uint8Array>();
  for (const attachment of table.records.attachments(record)) {
    if ((await readAttachment(table.folder, file, attachment)).content !== undefined) continue;
    const { content, problem } = await readAttachment(from, file, attachment);
    if (content === undefined) return `${attachment.file}: ${problem}`;
    contents.set(attachment.file, content);
  }
  if ('seed' in record) {
    const parameters = await readFile(keptFile(from, record)).catch(() => undefined);
    if (parameters !== undefined) contents.set(keptFile('', record), parameters);
  }
  for (const [path, content] of contents) await writeAtomically(join(table.folder, path), content);
  await writeRecord(table.folder, record, table.records);
  return undefined;
}
