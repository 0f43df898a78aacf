import type { RunRecord } from '@better-attention/records';
import { groupBy } from '../collections/groups.js';
import { counted, grouped } from '../text/format.js';
import type { AnyRecord } from './tables.js';

/** What records have in common, or the values in which they differ. */
export interface Distinct {
  readonly text: string;
  /** File names of the records with this value. */
  readonly files: readonly string[];
}

/** One line of provenance. */
export interface ProvenanceEntry {
  readonly label: string;
  readonly values: readonly Distinct[];
}

type Records = ReadonlyMap<string, AnyRecord>;
type Describe = (record: AnyRecord) => string | undefined;

/** The different descriptions of those records that have one, each with its records, in the order of their first. */
export function distinct<Kind>(
  records: ReadonlyMap<string, Kind>,
  describe: (record: Kind) => string | undefined,
): Distinct[] {
  const byText = groupBy(records.keys(), (file) => describe(records.get(file) as Kind));
  return [...byText].flatMap(([text, files]) => (text === undefined ? [] : [{ text, files }]));
}

/** The examples themselves, however their files are packed. */
export function dataOf({ data }: Pick<RunRecord, 'data'>): string {
  return `${data.name}, SHA-256 ${data.contents}`;
}

/** Whose numbers a table's are: data, engine, machine, sources. */
export function provenanceOf(records: Records): ProvenanceEntry[] {
  return entriesOf(records, {
    Data: ofData(({ name, source }) => `${name}, from ${source}`),
    Examples: ofData(
      ({ examples: { train, validation, test } }) =>
        `${grouped(train)} train, ${grouped(validation)} validation, ${grouped(test)} test`,
    ),
    'Examples SHA-256': ofData(({ contents }) => contents),
    'Data files': ofData(({ files }) =>
      files
        .map(({ name, bytes, sha256 }) => `${name} (${grouped(bytes)} bytes, SHA-256 ${sha256})`)
        .join('; '),
    ),
    'Data remarks': ofData(({ remarks }) => remarks.join(' ')),
    Engine: (record) => ('engine' in record ? engineOf(record) : undefined),
    Machine: machineOf,
    Versions: versionsOf,
    ...SOURCES,
  });
}

/** What all records of a report have in common, or in what they differ. */
export function commonProvenanceOf(records: Records): ProvenanceEntry[] {
  return entriesOf(records, {
    Data: (record) => ('data' in record ? dataOf(record) : undefined),
    Machines: machineOf,
    Versions: versionsOf,
    ...SOURCES,
  });
}

const SOURCES: Readonly<Record<string, Describe>> = {
  Commit: commitOf,
  'Packages SHA-256': ({ source }) => source.packages,
  'Lockfile SHA-256': ({ source }) => source.lockfile,
};

/** Describes the data of a run; a layer needs none. */
function ofData(describe: (data: RunRecord['data']) => string): Describe {
  return (record) => ('data' in record ? describe(record.data) : undefined);
}

/** The entries that any record has a text for. */
function entriesOf(records: Records, describe: Readonly<Record<string, Describe>>): ProvenanceEntry[] {
  return Object.entries(describe)
    .map(([label, one]) => ({ label, values: distinct(records, one) }))
    .filter(({ values }) => values.some(({ text }) => text !== ''));
}

/** From the first start to the last end; empty without records. */
export function recordedBetween(records: Records): string {
  const all = [...records.values()];
  const starts = all.map(({ startedAt }) => startedAt).sort();
  const ends = all.map(({ finishedAt }) => finishedAt).sort();
  return all.length > 0 ? `${starts[0]} to ${ends.at(-1)}` : '';
}

/** The commit, and whether the sources differed from it. */
export function commitOf({ source }: Pick<AnyRecord, 'source'>): string {
  if (source.commitUnknown !== undefined) return `${source.commit}: ${source.commitUnknown}`;
  return `${source.commit}${source.dirty ? ', with uncommitted changes' : ''}`;
}

/** Engine, device, threads and how many runs shared them. */
export function engineOf({ engine }: Pick<RunRecord, 'engine'>): string {
  const shared =
    engine.concurrentRuns === 1 ? 'one run at a time' : `${engine.concurrentRuns} runs at a time`;
  return `${engine.name} on ${engine.device}, ${counted(engine.threads, 'thread')}, ${shared}`;
}

/** Processor, cores, memory and platform. */
export function machineOf({ machine }: Pick<AnyRecord, 'machine'>): string {
  const memory = (machine.memoryBytes / 2 ** 30).toFixed(1);
  return `${machine.processor}, ${counted(machine.cores, 'core')}, ${memory} GiB, ${machine.platform}`;
}

/** Of Node and of the packages that the engine names, where there is one. */
export function versionsOf(record: AnyRecord): string {
  const versions = 'engine' in record ? record.engine.versions : {};
  const packages = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return [`Node ${record.machine.node}`, ...packages.sort()].join(', ');
}
