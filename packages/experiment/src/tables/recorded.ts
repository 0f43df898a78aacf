import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Attachment, readRecord, recordFiles } from '@better-attention/records';
import { counted } from '../support/counted.js';
import { fingerprintOf, sha256 } from '../support/fingerprint.js';
import type { Recorded, Table, TableRecord } from './table.js';

/** Where a table's records lie, and of what kind they are. */
type RecordedTable = Pick<Table, 'folder' | 'records'>;

/** Reads the records of a table's plan. What is wrong with a file is told, not thrown. */
export async function readRecorded(
  table: RecordedTable & Pick<Table, 'name' | 'preset' | 'words' | 'plan'>,
): Promise<Recorded> {
  const records = new Map<string, TableRecord>();
  const unusable = new Map<string, string>();
  let changed = 0;
  for (const { file, fingerprint } of table.plan()) {
    const { record, reason } = await reading(table, file);
    if (reason !== undefined) unusable.set(file, reason);
    if (record === undefined) continue;
    records.set(file, record);
    if (record.fingerprint !== fingerprint) changed++;
  }
  return { records, unusable, remarks: changed > 0 ? [changedSettings(table, changed)] : [] };
}

function changedSettings(
  { name, preset, words }: Pick<Table, 'name' | 'preset' | 'words'>,
  changed: number,
): string {
  const units = `${counted(changed, words.unit)} ${changed === 1 ? 'was' : 'were'}`;
  return `${units} ${words.participle} under other settings than the table states now; \`pnpm table ${name} --preset ${preset.name}\` ${words.verb}s them again.`;
}

/**
 * Reads every record in a table's folder, whether the plan has it or not, and every file that one names.
 *
 * @returns what is wrong, by the name of the file; nothing where all is well or there is no folder
 */
export async function recordProblems(table: RecordedTable): Promise<ReadonlyMap<string, string>> {
  const problems = new Map<string, string>();
  for (const name of await recordFiles(table.folder)) {
    const { record, reason } = await reading(table, name);
    if (reason !== undefined) problems.set(name, reason);
    if (record === undefined) continue;
    const expected = table.records.file(record);
    if (expected !== name) problems.set(name, `it holds what belongs into ${expected}`);
    for (const attachment of table.records.attachments(record)) {
      const { problem } = await readAttachment(table.folder, name, attachment);
      if (problem !== undefined) problems.set(attachment.file, problem);
    }
  }
  return problems;
}

/** The content of a file that a record names, or what is wrong with it. */
export async function readAttachment(
  folder: string,
  record: string,
  { file, sha256: hash }: Attachment,
): Promise<{ readonly content?: string; readonly problem?: string }> {
  const content = await readFile(join(folder, file), 'utf8').catch(() => undefined);
  if (content === undefined) return { problem: `missing, though ${record} names it` };
  if (sha256(content) !== hash) return { problem: `its SHA-256 is not the one that ${record} names` };
  return { content };
}

/** A record, or the reason why its file can't be used; neither where there is no file. */
async function reading(
  { folder, records }: RecordedTable,
  file: string,
): Promise<{ readonly record?: TableRecord; readonly reason?: string }> {
  const path = join(folder, file);
  try {
    const record = await readRecord(path, records);
    if (fingerprintOf(records.identity(record)) === record.fingerprint) return { record };
    return {
      reason: 'its fingerprint is not that of its configuration, so one of them was changed afterwards',
    };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    const message = (error as Error).message.replace(`${path}: `, '');
    return { reason: message.split(/\s*\n\s*/).join(' ') };
  }
}
