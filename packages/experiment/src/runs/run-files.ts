import { type AttentionMaps, type CompleteRun, type DataRecord, runFile } from '@better-attention/records';
import { sha256 } from '../support/fingerprint.js';
import type { PlannedRun } from './plan-runs.js';

/** Contents of files by their paths beside a run's record. */
export type FileContents = ReadonlyMap<string, string>;

/** The file of a run's attention weights, and its entry in the record. */
export function attentionFile(
  run: PlannedRun,
  maps: AttentionMaps,
): { readonly contents: FileContents; readonly entry: NonNullable<CompleteRun['attention']> } {
  const file = `attention/${runFile(run)}`;
  const content = `${JSON.stringify(maps)}\n`;
  return { contents: new Map([[file, content]]), entry: { file, sha256: sha256(content) } };
}

/** The files of vocabularies, a word a line from token 0 on, and their entries in the record. Equal ones have one file. */
export function vocabularyFiles(vocabularies: Readonly<Record<string, readonly string[]>>): {
  readonly contents: FileContents;
  readonly entries: NonNullable<DataRecord['vocabularies']>;
} {
  const contents = new Map<string, string>();
  const entries = Object.entries(vocabularies).map(([field, words]) => {
    const content = `${words.join('\n')}\n`;
    const hash = sha256(content);
    const file = `vocabularies/${field}-${hash.slice(0, 12)}.txt`;
    contents.set(file, content);
    return { field, words: words.length, file, sha256: hash };
  });
  return { contents, entries };
}
