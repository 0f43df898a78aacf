import { readFile, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';
import { mechanisms } from '@better-attention/attention';
import {
  type Attachment,
  type AttentionMaps,
  attentionMaps,
  innerPath,
  readRecord,
  recordFiles,
  settingDifferences,
} from '@better-attention/records';
import { fingerprintOf, sha256 } from '../support/fingerprint.js';
import { missingUnits } from './missing-units.js';
import { repetitions } from './repetitions.js';
import type { Recorded, Table, TableRecord, Unit } from './table.js';

/** How many settings are named that a record has otherwise than its table. */
const NAMED = 3;

/** Where a table's records lie, and what they are of. */
type RecordedTable = Pick<Table, 'folder' | 'records' | 'name' | 'preset'>;

/**
 * Reads the records in a table's folder. What is not the record of a planned unit under the table's settings is refused,
 * and told instead of thrown; so is a unit that nothing is recorded of, where others are.
 */
export async function readRecorded(table: RecordedTable & Pick<Table, 'words' | 'plan'>): Promise<Recorded> {
  const plan = table.plan();
  const files = plan.map(({ file }) => file);
  const surplus = (await recordFiles(table.folder)).filter((name) => !files.includes(name));
  const records = new Map<string, TableRecord>();
  const unusable = new Map<string, string>();
  for (const unit of plan) {
    const { record, reason = record && otherSettings(table, record, unit) } = await reading(table, unit.file);
    if (reason !== undefined) unusable.set(unit.file, reason);
    else if (record !== undefined) records.set(unit.file, record);
  }
  for (const file of surplus) {
    const { reason } = await reading(table, file);
    unusable.set(file, reason ?? `preset ${table.preset.name} doesn’t plan it`);
  }
  for (const [file, reason] of repetitions(records)) {
    records.delete(file);
    unusable.set(file, reason);
  }
  const expected = plan.filter(({ aside = false }) => !aside);
  const missing = expected.filter(({ file }) => !records.has(file) && !unusable.has(file));
  return { records, unusable, remarks: records.size > 0 ? missingUnits(table, expected, missing) : [] };
}

/** Why a record is not of the table's settings; nothing where it is. */
function otherSettings(
  { name, preset, words }: Pick<Table, 'name' | 'preset' | 'words'>,
  record: TableRecord,
  { fingerprint, configuration }: Unit,
): string | undefined {
  if (record.fingerprint === fingerprint) return undefined;
  const differences = settingDifferences(record.configuration, configuration);
  const told = differences
    .slice(0, NAMED)
    .map(({ path, before = 'none', after = 'none' }) => `${path} ${before} instead of ${after}`);
  const more = differences.length > NAMED ? [`${differences.length - NAMED} more`] : [];
  const which = told.length > 0 ? ` (${[...told, ...more].join(', ')})` : '';
  return `it was ${words.participle} under other settings than the table states now${which}; \`pnpm table ${name} --preset ${preset.name}\` ${words.verb}s it again`;
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
    for (const attachment of table.records.attachments(record)) {
      const { problem } = await readAttachment(table.folder, name, attachment);
      if (problem !== undefined) problems.set(attachment.file, problem);
    }
  }
  return problems;
}

/** The content of a file that a record names, or what is wrong with it; no way leads out of the folder. */
export async function readAttachment(
  folder: string,
  record: string,
  { file, sha256: hash }: Attachment,
): Promise<{ readonly content?: string; readonly problem?: string | undefined }> {
  const outside = { problem: `${record} names it, but it lies outside of the folder of the records` };
  if (!innerPath.safeParse(file).success) return outside;
  try {
    const path = await realpath(join(folder, file));
    const way = relative(await realpath(folder), path);
    if (isAbsolute(way) || way.split(/[\\/]/)[0] === '..') return outside;
    if (!(await stat(path)).isFile()) return { problem: `not a file, though ${record} names it` };
    const content = await readFile(path, 'utf8');
    if (sha256(content) !== hash) return { problem: `its SHA-256 is not the one that ${record} names` };
    return { content };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { problem: code === 'ENOENT' ? `missing, though ${record} names it` : message };
  }
}

/** The maps of attention in a file that a record names, or what is wrong with it. */
export async function readMaps(
  folder: string,
  record: string,
  attachment: Attachment,
): Promise<{ readonly maps?: AttentionMaps; readonly problem?: string | undefined }> {
  const { content, problem } = await readAttachment(folder, record, attachment);
  if (content === undefined) return { problem };
  try {
    const { data, error } = attentionMaps.safeParse(JSON.parse(content));
    return data ? { maps: data } : { problem: `no maps of attention: ${error?.issues[0]?.message}` };
  } catch (error) {
    return { problem: `no maps of attention, not even JSON: ${(error as Error).message}` };
  }
}

/** A record, or the reason why its file can't be used; neither where there is no file. */
async function reading(
  { folder, records, name, preset }: RecordedTable,
  file: string,
): Promise<{ readonly record?: TableRecord; readonly reason?: string }> {
  const path = join(folder, file);
  try {
    const record = await readRecord(path, records);
    if (record.experiment !== name || record.preset !== preset.name) {
      return { reason: `it is of ${record.experiment}, preset ${record.preset}` };
    }
    if (fingerprintOf(records.identity(record)) !== record.fingerprint) {
      return {
        reason: 'its fingerprint is not that of its configuration, so one of them was changed afterwards',
      };
    }
    const unknown = records.mechanisms(record).find((each) => !mechanisms.has(each));
    if (unknown !== undefined) {
      const reason = `its mechanism '${unknown}' is unknown; known are ${[...mechanisms.keys()].join(', ')}; one of your own: add --mechanism-file`;
      return { reason };
    }
    return { record };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    const message = (error as Error).message.replace(`${path}: `, '');
    return { reason: message.split(/\s*\n\s*/).join(' ') };
  }
}
