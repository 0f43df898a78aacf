import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type AttentionMaps,
  attentionMaps,
  LAYERS,
  type LayerRecord,
  layerFile,
  RUNS,
  type RunRecord,
  readRecord,
  runFile,
} from '@better-attention/records';
import { fingerprintOf, runFingerprint, sha256 } from './fingerprint.js';
import { plan, type ResolvedExperiment } from './plan.js';
import type { ResolvedSweep } from './sweep/define.js';
import { planSweep } from './sweep/plan.js';

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
    const file = runFile(planned);
    const record = await recordOrReason(join(folder, file));
    if (typeof record === 'string') unusable.set(file, record);
    else if (record !== undefined) {
      records.set(file, record);
      if (record.fingerprint !== planned.fingerprint) changed++;
    }
  }
  return { records, unusable, changed, attention: await readAttention(records, folder, unusable) };
}

/** A sweep's recorded parts of its plan, and what can't be used of them. */
export interface ReportSweepRecords extends Pick<ReportRecords, 'unusable' | 'changed'> {
  /** By file name. */
  readonly records: ReadonlyMap<string, LayerRecord>;
}

/** As {@link reportRecords}, of a sweep. */
export async function reportSweepRecords(sweep: ResolvedSweep, folder: string): Promise<ReportSweepRecords> {
  const records = new Map<string, LayerRecord>();
  const unusable = new Map<string, string>();
  let changed = 0;
  for (const { file, fingerprint } of planSweep(sweep)) {
    const record = await sweepOrReason(join(folder, file));
    if (typeof record === 'string') unusable.set(file, record);
    else if (record !== undefined) {
      records.set(file, record);
      if (record.fingerprint !== fingerprint) changed++;
    }
  }
  return { records, unusable, changed };
}

/**
 * Reads every record in a folder, whether a plan has it or not, and every file that one names.
 *
 * @returns what is wrong, by the name of the file; nothing where all is well or there is no folder
 */
export async function recordProblems(
  folder: string,
  kind: 'runs' | 'sweep',
): Promise<ReadonlyMap<string, string>> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const problems = new Map<string, string>();
  for (const name of names.filter((candidate) => candidate.endsWith('.json')).sort()) {
    const path = join(folder, name);
    const record = kind === 'runs' ? await recordOrReason(path) : await sweepOrReason(path);
    if (typeof record === 'string') problems.set(name, record);
    else if (record !== undefined) {
      const expected = 'status' in record ? runFile(record) : layerFile(record);
      if (expected !== name) problems.set(name, `it holds what belongs into ${expected}`);
      for (const { file, sha256: hash } of 'status' in record ? filesOf(record) : []) {
        const content = await readFile(join(folder, file), 'utf8').catch(() => undefined);
        if (content === undefined) problems.set(file, `missing, though ${name} names it`);
        else if (sha256(content) !== hash) problems.set(file, otherHash(name));
      }
    }
  }
  return problems;
}

function filesOf(run: RunRecord): { file: string; sha256: string }[] {
  const attention = run.status === 'complete' && run.attention ? [run.attention] : [];
  return [...attention, ...(run.data.vocabularies ?? [])];
}

function otherHash(record: string): string {
  return `its SHA-256 is not the one that ${record} names`;
}

const EDITED = 'its fingerprint is not that of its configuration, so one of them was changed afterwards';

function recordOrReason(path: string): Promise<RunRecord | string | undefined> {
  return orReason(path, async () => {
    const record = await readRecord(path, RUNS);
    return runFingerprint(record) === record.fingerprint ? record : EDITED;
  });
}

function sweepOrReason(path: string): Promise<LayerRecord | string | undefined> {
  return orReason(path, async () => {
    const record = await readRecord(path, LAYERS);
    const { experiment, preset, configuration, fingerprint } = record;
    const repetition = record.kind === 'latency' ? record.repetition : 0;
    return fingerprintOf({ experiment, preset, repetition, configuration }) === fingerprint ? record : EDITED;
  });
}

/** What reading gives, the reason why it fails, or nothing where there is no file. */
async function orReason<Kind>(
  path: string,
  read: () => Promise<Kind | string>,
): Promise<Kind | string | undefined> {
  try {
    return await read();
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
      unusable.set(attention.file, otherHash(file));
    } else {
      const parsed = attentionMaps.safeParse(JSON.parse(content));
      if (parsed.success) maps.set(file, parsed.data);
      else unusable.set(attention.file, `no maps of attention: ${parsed.error.issues[0]?.message}`);
    }
  }
  return maps;
}
