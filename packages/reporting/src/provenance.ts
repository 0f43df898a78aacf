import type { RunRecord } from '@better-attention/records';
import { counted, grouped } from './format.js';

/** What runs have in common, or the values in which they differ. */
export interface Distinct {
  text: string;
  /** File names of the runs with this value. */
  runs: readonly string[];
}

/** One line of provenance. */
export interface ProvenanceEntry {
  label: string;
  values: readonly Distinct[];
}

type Records = ReadonlyMap<string, RunRecord>;

/** The different descriptions of runs, each with its runs, in the order of their first run. */
export function distinct(records: Records, describe: (record: RunRecord) => string): Distinct[] {
  const runs = new Map<string, string[]>();
  for (const [file, record] of records) {
    const text = describe(record);
    runs.set(text, [...(runs.get(text) ?? []), file]);
  }
  return [...runs].map(([text, files]) => ({ text, runs: files }));
}

/** The examples themselves, however their files are packed. */
export function dataOf({ data }: RunRecord): string {
  return `${data.name}, SHA-256 ${data.contents}`;
}

/** Whose numbers these are: data, sources, engine, machine, when. */
export function provenanceOf(records: Records): ProvenanceEntry[] {
  const entry = (label: string, describe: (record: RunRecord) => string): ProvenanceEntry => ({
    label,
    values: distinct(records, describe),
  });
  return [
    entry('Data', ({ data }) => `${data.name}, from ${data.source}`),
    entry(
      'Examples',
      ({ data: { examples } }) =>
        `${grouped(examples.train)} train, ${grouped(examples.validation)} validation, ${grouped(examples.test)} test`,
    ),
    entry('Examples SHA-256', ({ data }) => data.contents),
    entry('Data files', ({ data }) =>
      data.files
        .map(({ name, bytes, sha256 }) => `${name} (${grouped(bytes)} bytes, SHA-256 ${sha256})`)
        .join('; '),
    ),
    entry('Data remarks', ({ data }) => data.remarks.join(' ')),
    entry('Engine', engineOf),
    entry('Machine', machineOf),
    entry('Versions', versionsOf),
    entry('Commit', ({ source }) => `${source.commit}${source.dirty ? ', with uncommitted changes' : ''}`),
    entry('Packages SHA-256', ({ source }) => source.packages),
    entry('Lockfile SHA-256', ({ source }) => source.lockfile),
  ].filter(({ values }) => values.some(({ text }) => text !== ''));
}

/** From the first start to the last end; empty without records. */
export function trainedBetween(records: Records): string {
  const all = [...records.values()];
  if (all.length === 0) return '';
  const first = all.map(({ startedAt }) => startedAt).sort()[0];
  const last = all
    .map(({ finishedAt }) => finishedAt)
    .sort()
    .at(-1);
  return `${first} to ${last}`;
}

/** Engine, device, threads and how many runs shared them. */
export function engineOf({ engine }: Pick<RunRecord, 'engine'>): string {
  const shared =
    engine.concurrentRuns === 1 ? 'one run at a time' : `${engine.concurrentRuns} runs at a time`;
  return `${engine.name} on ${engine.device}, ${counted(engine.threads, 'thread')}, ${shared}`;
}

/** Processor, cores, memory and platform. */
export function machineOf({ machine }: Pick<RunRecord, 'machine'>): string {
  const memory = (machine.memoryBytes / 2 ** 30).toFixed(1);
  return `${machine.processor}, ${counted(machine.cores, 'core')}, ${memory} GiB, ${machine.platform}`;
}

/** Of Node and of the packages that the engine names. */
export function versionsOf({ engine, machine }: Pick<RunRecord, 'engine' | 'machine'>): string {
  const packages = Object.entries(engine.versions).sort(([left], [right]) => (left < right ? -1 : 1));
  return [`Node ${machine.node}`, ...packages.map(([name, version]) => `${name} ${version}`)].join(', ');
}
