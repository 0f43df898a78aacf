import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { RUNS, type RunRecord, readRecords, variantParts } from '@better-attention/records';
import type { BySeed } from '@better-attention/statistics';
import { fromCSV } from 'arquero';
import type { Claim } from '../claims/claim.js';
import { claimsOf } from '../claims/claims.js';
import { METRICS } from '../input/metrics.js';
import type { TrainingTableInput } from '../input/tables.js';
import { renderCsv } from '../renderers/table-csv.js';
import { counted } from '../text/format.js';
import { buildTrainingTable } from '../training/build-training-table.js';
import type { TrainingTable } from '../training/training-table.js';
import { THREE } from '../verdicts/claimed.js';
import { type Evidence, evidenceOf, type TableEvidence } from './evidence.js';

/** One number of a table, with the values that it rests on. */
export interface SnapshotCell {
  readonly value: number;
  /** None of a count, which is the same in every run. */
  readonly values: BySeed | undefined;
}

/** The numbers and verdicts of a report or of a folder of records. */
export interface Snapshot {
  /** What each table of training runs rests on; none of reports that are older than this. */
  readonly evidence: Evidence;
  /** By table, row and column: `imdb: super, 4 heads, test.accuracy [%]`. */
  readonly cells: ReadonlyMap<string, SnapshotCell>;
  /** By claim, and by claim and table. */
  readonly verdicts: ReadonlyMap<string, string>;
  /** Whether records alone were judged: verdicts that rest on an experiment's margin are none then. */
  readonly withoutMargins: boolean;
}

/** The verdicts that rest on margins: of claims 3 and 4, and of the one that gathers them. */
const ON_MARGINS = /^claim (3|4-v\d|6)\b/;

/** Those of a snapshot's verdicts that another one has too, whichever of the two knows no margins. */
export function comparableVerdicts(
  { verdicts }: Snapshot,
  { withoutMargins }: Pick<Snapshot, 'withoutMargins'>,
): ReadonlyMap<string, string> {
  if (!withoutMargins) return verdicts;
  return new Map([...verdicts].filter(([name]) => !ON_MARGINS.test(name)));
}

const COUNTS = ['attentionParameters', 'modelParameters'];
const PAPERS_MECHANISMS: readonly string[] = ['standard', ...THREE];

/**
 * Reads a report's folder, or a folder of run records.
 *
 * @throws Error when it is neither
 */
export async function readSnapshot(folder: string): Promise<Snapshot> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    const found = { ENOENT: 'nothing', ENOTDIR: 'a file' }[error.code ?? ''];
    throw found === undefined ? error : notThere(folder, found);
  });
  if (names.includes('claims.json')) return readReport(folder);
  const records = await readRecords(folder, RUNS);
  if (records.size > 0) return snapshotOf(tablesOf(records, folder).map(buildTrainingTable));
  throw notThere(folder, 'neither');
}

function notThere(folder: string, found: string): Error {
  return new Error(
    `${folder}: expected a report (a folder with claims.json, such as reports/cpu) or a folder of run records, found ${found}`,
  );
}

/** The numbers and verdicts that tables give. */
export function snapshotOf(tables: readonly TrainingTable[]): Snapshot {
  const cells = tables.flatMap(({ model }) => cellsOf(model.name, renderCsv(model)));
  return {
    evidence: new Map(tables.map(({ input }) => [input.name, evidenceOf(input)])),
    cells: new Map(cells),
    verdicts: verdictsOf(claimsOf(tables)),
    withoutMargins: tables.some(({ input }) => input.equivalence === undefined),
  };
}

async function readReport(folder: string): Promise<Snapshot> {
  const names = await readdir(join(folder, 'tables'));
  const files = names.filter((name) => name.endsWith('.csv') && !name.startsWith('.')).sort();
  const cells = await Promise.all(
    files.map(async (name) =>
      cellsOf(basename(name, '.csv'), await readFile(join(folder, 'tables', name), 'utf8')),
    ),
  );
  const judged = JSON.parse(await readFile(join(folder, 'claims.json'), 'utf8')) as {
    readonly evidence?: Readonly<Record<string, TableEvidence>>;
    readonly claims: readonly Claim[];
  };
  const tables = judged.claims.flatMap((claim) => claim.tables.map(({ table }) => table));
  return {
    evidence: new Map(tables.map((table) => [table, judged.evidence?.[table]])),
    cells: new Map(cells.flat()),
    verdicts: verdictsOf(judged.claims),
    withoutMargins: false,
  };
}

/** Tables of records alone, without what their experiments state. */
function tablesOf(records: ReadonlyMap<string, RunRecord>, folder: string): TrainingTableInput[] {
  const names = [...new Set([...records.values()].map(({ experiment }) => experiment))];
  return names.map((name) => {
    const own = new Map([...records].filter(([, { experiment }]) => experiment === name));
    const runs = [...own.values()];
    const mechanisms = [...new Set(runs.map(({ mechanism }) => mechanism))];
    const metrics = METRICS.filter(({ metric }) =>
      runs.some((run) => run.status === 'complete' && metric in run.test),
    );
    return {
      kind: 'training' as const,
      name,
      title: name,
      preset: { name: (runs[0] as RunRecord).preset },
      metrics: metrics.length > 0 ? metrics : METRICS,
      headline:
        ['bleu', 'accuracy', 'loss'].find((one) => metrics.some(({ metric }) => metric === one)) ?? 'loss',
      mechanisms: mechanisms.filter((mechanism) => PAPERS_MECHANISMS.includes(mechanism)),
      baselines: mechanisms.filter((mechanism) => !PAPERS_MECHANISMS.includes(mechanism)),
      heads: commonest(runs.map(({ heads }) => heads)),
      records: recordsOf(own, false),
      variants: recordsOf(own, true),
      recordsFolder: folder,
      deviations: [],
    };
  });
}

/** The runs that are variants, or those that aren't. */
function recordsOf(records: ReadonlyMap<string, RunRecord>, areVariants: boolean): Map<string, RunRecord> {
  return new Map([...records].filter(([, run]) => variantParts(run).length > 0 === areVariants));
}

function commonest(values: readonly number[]): number {
  const count = (value: number) => values.filter((other) => other === value).length;
  return values.reduce((most, value) => (count(value) > count(most) ? value : most));
}

type CsvRow = Readonly<Record<string, string | null>>;
type Named = readonly [name: string, cell: SnapshotCell];

function cellsOf(table: string, csv: string): Named[] {
  const rows = fromCSV(csv, { autoType: false }).objects() as CsvRow[];
  return rows
    .filter(({ row }) => row === 'measured')
    .flatMap((row) => {
      const name = (column: string) => `${table}: ${rowName(row)}, ${column}`;
      const counts = COUNTS.flatMap((column): Named[] => {
        const value = row[column];
        return value ? [[name(column), { value: Number(value), values: undefined }]] : [];
      });
      const measured = Object.keys(row).flatMap((heading): Named[] => {
        const column = /^(.+) values$/.exec(heading)?.[1];
        const [mean, values, seeds] = ['mean', 'values', 'seeds'].map((end) => row[`${column} ${end}`]);
        if (!column || !mean || !values || !seeds) return [];
        const numbers = values.split(';').map(Number);
        const bySeed = new Map(seeds.split(';').map((seed, at) => [Number(seed), numbers[at] as number]));
        return [[name(column), { value: Number(mean), values: bySeed }]];
      });
      return [...counts, ...measured];
    });
}

function rowName(row: CsvRow): string {
  const { mechanism, variant, trainExamples, heads, contextLength, modelWidth, model } = row;
  const size = contextLength ? `, length ${contextLength}, width ${modelWidth}` : '';
  const start = variant ? ` from ${variant}` : '';
  const part = trainExamples ? `, ${counted(Number(trainExamples), 'training example')}` : '';
  return `${model ? `${model}, ` : ''}${mechanism}${start}${part}, ${heads} heads${size}`;
}

function verdictsOf(claims: readonly Claim[]): Map<string, string> {
  return new Map(
    claims
      .flatMap(({ id, verdict, tables, layers }) => [
        [`claim ${id}`, verdict] as const,
        ...tables.map((one) => [`claim ${id}, ${one.table}`, one.verdict] as const),
        ...layers.flatMap((one) =>
          one.verdict ? [[`claim ${id}, ${one.sweep}`, one.verdict] as const] : [],
        ),
      ])
      .map(([name, verdict]) => [name, wordOf(verdict)] as const),
  );
}

/** A verdict in today's word: reports of before have `not decided` where others say `open`. */
function wordOf(verdict: string): string {
  return verdict === 'not decided' ? 'open' : verdict;
}
