import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type AttentionMaps,
  attentionMaps,
  type RunRecord,
  readRecord,
  recordFile,
} from '@better-attention/records';
import { runFingerprint, sha256 } from './fingerprint.js';
import { plan, type ResolvedExperiment } from './plan.js';

/** A table's recorded runs of its plan, and what can't be used of them. */
export interface ReportRecords {
  /** By file name. */
  readonly records: ReadonlyMap<string, RunRecord>;
  /** Attention weights of the lowest seed that has any, by the file name of the run. */
  readonly attention: ReadonlyMap<string, AttentionMaps>;
  /** Files that can't be read or don't hold what they say, with the reason. */
  readonly unusable: ReadonlyMap<string, string>;
  /** How many runs were recorded under other settings than the experiment states now. */
  readonly changed: number;
}

/** Reads the records of an experiment's plan. What is wrong with a file is told, not thrown. */
export async function reportRecords(experiment: ResolvedExperiment, folder: string): Promise<ReportRecords> {
  const records = new Map<string, RunRecord>();
  const unusable = new Map<string, string>();
  let changed = 0;
  for (const planned of plan(experiment)) {
    const file = recordFile(planned);
    const record = await recordOrReason(join(folder, file));
    if (typeof record === 'string') unusable.set(file, record);
    else if (record !== undefined) {
      records.set(file, record);
      if (record.fingerprint !== planned.fingerprint) changed++;
    }
  }
  return { records, unusable, changed, attention: await readAttention(records, folder, unusable) };
}

async function recordOrReason(path: string): Promise<RunRecord | string | undefined> {
  try {
    const record = await readRecord(path);
    return runFingerprint(record) === record.fingerprint
      ? record
      : 'its fingerprint is not that of its configuration, so one of them was changed afterwards';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    return (error as Error).message
      .replace(`${path}: `, '')
      .split(/\s*\n\s*/)
      .join(' ');
  }
}

async function readAttention(
  records: ReadonlyMap<string, RunRecord>,
  folder: string,
  unusable: Map<string, string>,
): Promise<Map<string, AttentionMaps>> {
  const entries = [...records].flatMap(([file, run]) =>
    run.status === 'complete' && run.attention ? [{ file, seed: run.seed, attention: run.attention }] : [],
  );
  const seed = Math.min(...entries.map((entry) => entry.seed));
  const maps = new Map<string, AttentionMaps>();
  for (const { file, attention } of entries.filter((entry) => entry.seed === seed)) {
    const content = await readFile(join(folder, attention.file), 'utf8').catch(() => undefined);
    if (content === undefined) unusable.set(attention.file, `missing, though ${file} names it`);
    else if (sha256(content) !== attention.sha256) {
      unusable.set(attention.file, `its SHA-256 is not the one that ${file} names`);
    } else {
      const parsed = attentionMaps.safeParse(JSON.parse(content));
      if (parsed.success) maps.set(file, parsed.data);
      else unusable.set(attention.file, `no maps of attention: ${parsed.error.issues[0]?.message}`);
    }
  }
  return maps;
}
