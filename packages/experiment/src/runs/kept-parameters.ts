import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Dataset } from '@better-attention/datasets';
import {
  type NamedRun,
  RUNS,
  type RunRecord,
  readRecord,
  runFile,
  type SourceRecord,
} from '@better-attention/records';
import { DamagedFileError, decodeSealed, encodeSealed, type NamedArrays } from '@better-attention/training';
import type { ResolvedExperiment } from '../definition/define-experiment.js';
import { Failure } from '../support/failure.js';
import type { PlannedRun } from './plan-runs.js';

/** Where a run's trained parameters are kept: `parameters/super-h4-seed0.safetensors` in the folder of the records. */
export function keptFile(folder: string, run: NamedRun): string {
  return join(folder, 'parameters', runFile(run).replace(/json$/, 'safetensors'));
}

/** What parameters are trained by, on and from. */
interface KeptOrigin {
  readonly experiment: Pick<ResolvedExperiment, 'name' | 'preset'>;
  readonly dataset: Pick<Dataset, 'provenance'>;
  readonly source: SourceRecord;
}

/** What kept parameters are of: the run, its data and the sources, as the metadata of their file. */
export function keptMetadata(
  run: PlannedRun,
  { experiment, dataset, source }: KeptOrigin,
): Record<string, string> {
  return {
    experiment: experiment.name,
    preset: experiment.preset.name,
    mechanism: run.mechanism,
    heads: `${run.heads}`,
    seed: `${run.seed}`,
    fingerprint: run.fingerprint,
    data: dataset.provenance.contents,
    commit: commitOf(source),
  };
}

/** A file of kept parameters, sealed: a checksum over all of it is in its metadata. */
export function encodeKept(parameters: NamedArrays): Uint8Array {
  return Buffer.concat(encodeSealed(parameters));
}

/** Which run's kept parameters are read, and what a person is told about them. */
export interface KeptRun extends NamedRun {
  /** The folder of the run's record. */
  readonly folder: string;
  readonly experiment: string;
  readonly preset: string;
  /** Of the planned run, where the plan is known. */
  readonly fingerprint?: string;
  /** How errors name the file. */
  readonly where: string;
  /** What to do about a file that can't be used. */
  readonly wayOut: string;
}

/**
 * Reads the parameters that a run ended with, from the file of {@link keptFile}.
 *
 * @throws Failure naming the file when it is damaged, or what it says of itself isn't the run that is asked for or what the
 *   run's record beside it says
 * @throws the system's error when there is no file
 */
export async function readKept({ folder, where, wayOut, ...run }: KeptRun): Promise<NamedArrays> {
  const file = await readFile(keptFile(folder, run));
  const record = await readRecord(join(folder, runFile(run)), RUNS).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  });
  const refused = (reason: string) => new Failure(`${reason}; ${wayOut}`);
  const kept = unsealed(file, where, refused);
  const wrong = [
    ...disagreements(kept, textsOf(run), 'expected'),
    ...(record ? disagreements(kept, recordedTexts(record), 'its record says') : []),
  ];
  if (wrong.length > 0) throw refused(`${where} is not what the run was trained to: ${wrong.join(', ')}`);
  if (record?.status === 'failed') throw refused(`${where} is of a run that failed: ${record.error}`);
  return kept;
}

function unsealed(file: Uint8Array, where: string, refused: (reason: string) => Failure): NamedArrays {
  try {
    return decodeSealed(file, where);
  } catch (error) {
    throw error instanceof DamagedFileError ? refused(error.message) : error;
  }
}

/** `seed 1, expected 0` for each text of the metadata that is another. */
function disagreements(
  { metadata }: NamedArrays,
  texts: Readonly<Record<string, string>>,
  says: string,
): string[] {
  return Object.entries(texts)
    .filter(([name, text]) => metadata[name] !== text)
    .map(([name, text]) => `${name} ${metadata[name] ?? 'missing'}, ${says} ${text}`);
}

/** What tells a run from others, as in the metadata. */
function textsOf(run: Omit<KeptRun, 'folder' | 'where' | 'wayOut'>): Record<string, string> {
  const { experiment, preset, mechanism, heads, seed, fingerprint } = run;
  const texts = { experiment, preset, mechanism, heads: `${heads}`, seed: `${seed}` };
  return fingerprint === undefined ? texts : { ...texts, fingerprint };
}

/** What a record says of the parameters that its run ended with. */
function recordedTexts({ fingerprint, data, source }: RunRecord): Record<string, string> {
  return { fingerprint, data: data.contents, commit: commitOf(source) };
}

function commitOf({ commit, dirty }: SourceRecord): string {
  return dirty ? `${commit}-dirty` : commit;
}
