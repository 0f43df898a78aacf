import { type AttentionMaps, type CompleteRun, type DataRecord, runFile } from '@better-attention/records';
import type { Translations } from '../definition/model.js';
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

/**
 * The files of a run's translations, a sentence a line, and their entry in the record. Runs with the same references, and
 * those with the same sources, have one file of them.
 *
 * @throws Error when a sentence has a line break
 */
export function translationFiles(
  run: PlannedRun,
  { sources, references, hypotheses }: Translations,
): { readonly contents: FileContents; readonly entry: NonNullable<CompleteRun['translations']> } {
  const shared = (name: string, sentences: readonly string[]) => {
    const content = lines(name, sentences);
    const hash = sha256(content);
    return { content, entry: { file: `translations/${name}-${hash.slice(0, 12)}.txt`, sha256: hash } };
  };
  const [source, reference] = [shared('sources', sources), shared('references', references)];
  const content = lines('hypotheses', hypotheses);
  const own = { file: `translations/${runFile(run).replace(/json$/, 'txt')}`, sha256: sha256(content) };
  return {
    contents: new Map([
      [source.entry.file, source.content],
      [reference.entry.file, reference.content],
      [own.file, content],
    ]),
    entry: {
      sentences: hypotheses.length,
      sources: source.entry,
      references: reference.entry,
      hypotheses: own,
    },
  };
}

function lines(what: string, sentences: readonly string[]): string {
  const broken = sentences.find((sentence) => sentence.includes('\n'));
  if (broken !== undefined)
    throw new Error(`${what}: expected one line a sentence, got ${JSON.stringify(broken)}`);
  return sentences.map((sentence) => `${sentence}\n`).join('');
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
